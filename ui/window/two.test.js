// Two homes on one machine: two laptops for whoever tries Palabre alone.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Machine } from "./machine.js";

let machine;
beforeEach(async () => (machine = await Machine.on()));
afterEach(async ({ name }) => {
  // A window that has ended shows nothing any more.
  await machine.picture(name).catch(() => {});
  await machine.end();
});

test("two homes on one machine have a window each, and meet as two laptops do", async () => {
  const ana = await machine.open();
  await ana.found("Ana");
  const link = await ana.invites();
  const ben = await machine.open("--home", machine.other("ben"), link);
  await ben.joins("Ben");
  await ana.go("#/people");
  await ana.becomes(
    "Ben among the people",
    "return [...document.querySelectorAll('.person .what')].some((one) => one.innerText === 'Ben')",
  );
  for (const [window, name] of [
    [ana, "Ana"],
    [ben, "Ben"],
  ]) {
    await window.go("#/me");
    await window.becomes(`${name} in their own window`, "return document.querySelector('h1')?.innerText === arguments[0]", name);
  }
  // What one webview keeps the other has never heard of.
  await ana.run("localStorage.setItem('whose', 'Ana')");
  assert.equal(await ana.run("return localStorage.getItem('whose')"), "Ana");
  assert.equal(await ben.run("return localStorage.getItem('whose')"), null);
});

test("a second start comes to the window of its home, by whichever way that is named", async () => {
  const [zoe, bens] = [machine.other("zoe"), machine.other("ben")];
  await machine.terminal(["me", "new", "Zoe"], zoe);
  await machine.terminal(["found", "Les Voisins", "--cause", "A street that talks"], zoe);
  const link = (await machine.terminal(["invite"], zoe)).split("\n")[0].trim();
  const ana = await machine.open();
  await ana.found("Ana");
  const ben = await machine.open("--home", bens);
  await ben.found("Ben");

  // It ends by itself, and so has no window of its own.
  assert.equal(await machine.startAgain(`--home=${bens}/../home-ben`, link), 0);
  await ben.reads("Zoe invites you");
  assert.ok(!(await ana.run("return document.body.innerText.includes('Zoe invites you')")), "Ana was not asked");
  // What the variable names a word can name as well.
  assert.equal(await machine.startAgain(), 0);
  assert.equal(await machine.startAgain("--home", machine.home, link), 0);
  await ana.reads("Zoe invites you");
});

test("words that the app does not know are refused before a window opens", async () => {
  assert.equal(await machine.startAgain("--version"), 0);
  assert.equal(await machine.startAgain("--help"), 0);
  assert.equal(await machine.startAgain("--hom", machine.home), 2);
  assert.equal(await machine.startAgain("--home"), 2);
});
