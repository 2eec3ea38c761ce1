import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readable, village } from "./people.js";

let street;
before(async () => (street = await village()));
after(() => street.end());

test("people are found without their accents, and the row that is chosen stays in sight", async () => {
  const guest = await street.visitor("en");
  await guest.page.keyboard.press("Control+k");
  await guest.page.locator("#find").fill("petrovic");
  await guest.page.getByRole("option", { name: /Goran Petrović/ }).first().waitFor();
  await guest.page.locator("#find").fill("yil ibra");
  await guest.page.getByRole("option", { name: /Ibrahim Yılmaz/ }).first().waitFor();
  // What stands in the middle of a word is not looked for.
  await guest.page.locator("#find").fill("etrovic");
  await guest.page.getByRole("option", { name: /Goran Petrović/ }).first().waitFor({ state: "detached" });
  await guest.page.locator("#find").fill("");
  await guest.page.locator("#hit-16").waitFor();
  for (let row = 0; row < 16; row += 1) await guest.page.keyboard.press("ArrowDown");
  await guest.page.locator("#hit-16[aria-selected=true]").waitFor();
  const [list, row] = await guest.page.evaluate(() =>
    ["#hits", "#hit-16"].map((one) => document.querySelector(one).getBoundingClientRect().toJSON()),
  );
  assert.ok(row.top >= list.top - 1 && row.bottom <= list.bottom + 1, JSON.stringify({ list, row }));
  await guest.page.keyboard.press("Escape");
  // Nor does a name in what one writes need them.
  const { projects } = await guest.call("project.list", { skip: 0, limit: 100 }, "example");
  await guest.go(`#/project/${projects[0].id}`);
  await guest.fill("Say something", "What do you think, @petrovic");
  await guest.press("@Goran Petrović");
  const written = await guest.page.getByLabel("Say something").first().inputValue();
  assert.equal(written, "What do you think, @Goran Petrović ");
});

test("an invitation is copied, or says that it was not, and its numbers are numbers", async () => {
  const nia = await street.laptop("Nia");
  await nia.found();
  await nia.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const link = await nia.invite();
  await nia.press("Copy the link");
  await nia.page.getByText("Copied.", { exact: true }).waitFor();
  assert.equal(await nia.page.evaluate(() => navigator.clipboard.readText()), link);
  // A window that lends its clipboard to nobody.
  await nia.page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("not here"));
    document.execCommand = () => false;
  });
  await nia.press("Copy the link");
  await nia.reads("This window may not copy by itself. The text is selected: Ctrl+C copies it.");
  assert.equal(await nia.page.evaluate(() => getSelection().toString().trim()), link);
  await readable(nia, "an invitation that is copied by hand");
  await nia.page.getByText("More than one, or by file").click();
  await nia.fill("For how many people?", "a few");
  await nia.press("Invite somebody");
  await nia.reads("This is no whole number. Write it in digits, such as 7.");
  await nia.page.getByText(/^For one person, until/).waitFor();
  await nia.fill("For how many people?", "3");
  await nia.press("Invite somebody");
  await nia.page.getByText(/^For 3 people, until/).waitFor();
});

test("where a project stands is chosen first, and said by a button", async () => {
  const oto = await street.laptop("Oto");
  await oto.found();
  const { id } = await oto.call("project.new", { name: "Roof garden", why: "Tomatoes" });
  await oto.go(`#/project/${id}`);
  // Whoever put it up may be in its team already.
  const join = oto.page.getByRole("button", { name: "Join", exact: true });
  const leave = oto.page.getByRole("button", { name: "Leave", exact: true });
  await join.or(leave).first().waitFor();
  if (await join.count()) await oto.press("Join");
  await oto.page.getByRole("radio", { name: "Active" }).waitFor();
  const { state } = await oto.call("project.show", { project: id });
  await oto.page.getByRole("radio", { name: "Active" }).check();
  await oto.page.keyboard.press("ArrowRight");
  const say = oto.page.getByRole("button", { name: "Say where it stands: Paused", exact: true });
  await say.waitFor();
  assert.equal((await oto.call("project.show", { project: id })).state, state);
  await readable(oto, "a project whose state is chosen");
  await say.click();
  await oto.page.locator(".state", { hasText: "Paused. Its team: Oto" }).waitFor();
  await say.waitFor({ state: "detached" });
});

test("what is to be advised on is read first, and how many are still to be heard", async () => {
  const [pia, rui] = await street.two("Pia", "Rui");
  const asked = { what: "A bench outside", why: "To sit.", worse: "It may be loud.", touches: ["Rui"] };
  const { id } = await pia.call("intention.new", asked);
  await pia.go(`#/intention/${id}`);
  await pia.reads("1 still to hear: Rui. Only you are shown who.");
  await rui.go(`#/intention/${id}`);
  await rui.reads("1 still to hear.");
  const heading = (name) => rui.page.getByRole("heading", { name, exact: true }).boundingBox();
  const [worse, mine] = [await heading("What could it make worse?"), await heading("My advice")];
  assert.ok(worse.y < mine.y, JSON.stringify({ worse, mine }));
  await rui.press("Support");
  await pia.page.getByText(/still to hear/).waitFor({ state: "detached" });
});
