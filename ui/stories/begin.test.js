// How somebody begins: with a community of their own, at somebody's door, or with one more laptop.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { readable, village } from "./people.js";

let street;
before(async () => (street = await village()));
after(() => street.end());

const TICKET = "The ticket from your other laptop, or your 24 words";

/** Waits until a laptop has come in as one more of somebody's, with what they are in. */
async function isIn(laptop) {
  await laptop.page.getByRole("link", { name: "Today", exact: true }).waitFor();
  await laptop.reads("That nobody on our street faces change alone.");
  assert.equal(new URL(laptop.page.url()).hash, "#/today");
}

/** Drops a file of these bytes on the window. */
async function drops(laptop, bytes, name) {
  await laptop.page.evaluate(
    ([letters, name]) => {
      const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name));
      window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    },
    [Buffer.from(bytes).toString("base64"), name],
  );
}

/** Waits until the path of a file stands in the field for a ticket. */
async function holdsFile(laptop) {
  await laptop.page.getByLabel(TICKET).waitFor();
  await laptop.page.waitForFunction(() => document.querySelector("textarea")?.value.includes("/"));
}

test("a second laptop comes in by a link that was copied from the first", async () => {
  const ava = await street.laptop("Ava");
  await ava.found();
  await ava.go("#/me");
  await ava.press("Add a laptop");
  await ava.page.getByRole("img", { name: "The ticket as a picture to scan" }).waitFor();
  await ava.page.getByRole("button", { name: "Copy the link", exact: true }).waitFor();
  const link = await ava.page.locator(".ticket").textContent();
  assert.match(link, /^palabre:\/\/device/);
  await ava.page.locator("summary", { hasText: "The link" }).click();
  await readable(ava, "a ticket for a second laptop, with its link");

  const second = await street.laptop("Ava's desk");
  await second.press("I am already a member elsewhere");
  await readable(second, "a laptop that comes in");
  // A link is pasted as a letter broke it.
  await second.fill(TICKET, ` ${link.slice(0, 60)}\n${link.slice(60)} `);
  await second.press("Come in");
  await isIn(second);
  await ava.page.locator(".row", { hasText: "in use" }).nth(1).waitFor();

  // Where somebody is at home already the ticket says so, and nothing is done with it.
  await ava.go("#/new/join");
  await ava.fill("Your invitation", link);
  await ava.press("Look at it");
  await ava.reads("Use it where nobody has begun yet.");
});

test("a second laptop comes in by a file, opened or dropped, while the first is off", async () => {
  const ben = await street.laptop("Ben");
  await ben.found();
  await ben.go("#/me");
  const opened = await ben.saved(() => ben.press("Add a laptop by a file"));
  await ben.page.locator(".ticket").waitFor({ state: "attached" });
  const dropped = await ben.saved(() => ben.press("Add a laptop by a file"));
  await ben.close();

  const second = await street.laptop("Ben's desk");
  await second.press("I am already a member elsewhere");
  await second.chooses(opened, () => second.press("Open a file"));
  await holdsFile(second);
  await second.press("Come in");
  await isIn(second);

  // On the first page nobody has said yet what the file is: it leads to where it is taken.
  const third = await street.laptop("Ben's lap");
  await third.page.getByLabel("What do others call you?").waitFor();
  await drops(third, readFileSync(dropped), "my next laptop.palabre");
  await holdsFile(third);
  await third.press("Come in");
  await isIn(third);

  // Where somebody is at home already it is no invitation, and it is said where such a file is opened.
  await third.go("#/new/join");
  await third.chooses(dropped, () => third.press("Open a file"));
  await third.reads("and on this one somebody is at home already");
});

test("an invitation waits, whatever else is opened before somebody has a name", async () => {
  const ina = await street.laptop("Ina");
  await ina.found();
  await ina.go("#/people");
  await ina.opens("More than one, or by file");
  const invitation = readFileSync(await ina.saved(() => ina.press("Save the invitation as a file")));
  await ina.go("#/me");
  const ticket = await ina.saved(() => ina.press("Add a laptop by a file"));

  const jon = await street.laptop("Jon");
  const invites = /^Ina invites you to Le Fournil/;
  const field = jon.page.getByLabel(TICKET);
  await jon.page.getByLabel("What do others call you?").waitFor();
  await drops(jon, invitation, "invitation.palabre");
  await jon.reads(invites);
  // It is no ticket for a laptop, and stands in no field for one.
  await jon.press("I am already a member elsewhere");
  assert.equal(await field.inputValue(), "");
  await jon.press("Back");
  await jon.reads(invites);
  // A ticket stands in the field for it, and takes the place of nothing else.
  await jon.press("I am already a member elsewhere");
  await jon.chooses(ticket, () => jon.press("Open a file"));
  await holdsFile(jon);
  await jon.press("Back");
  await jon.reads(invites);
  await jon.press("I am already a member elsewhere");
  assert.equal(await field.inputValue(), "");
  await jon.press("Back");
  // Of an invitation that is damaged it is said what is wrong, where somebody is.
  await drops(jon, "palabre invite 1\npalabre://join/nothing\n", "damaged.palabre");
  await jon.isRefused();
  assert.equal(await field.count(), 0);
  await jon.reads(invites);
  await jon.begins();
  await jon.reads("Ina invites you.");
});

test("whoever has begun finds three things to do, and invites across the table with one press", async () => {
  const kit = await street.laptop("Kit");
  await kit.found();
  const waits = kit.page.locator(".waits");
  await waits.getByRole("button", { name: "Ask it", exact: true }).waitFor();
  const said = await waits.innerText();
  const three = ["Invite someone at this table", "Ask the first question", "Put an idea on the wall"];
  const places = three.map((one) => said.indexOf(one));
  assert.ok(places.every((place) => place >= 0), said);
  assert.deepEqual(places, [...places].sort((one, other) => one - other), said);
  await readable(kit, "what there is to do at first");

  await kit.press("Invite someone at this table");
  const picture = waits.getByRole("img", { name: "The invitation as a picture to scan" });
  await picture.waitFor();
  assert.ok((await picture.boundingBox()).width >= 240, "it is scanned across a table");
  await waits.getByRole("button", { name: "Copy the link", exact: true }).waitFor();
  await readable(kit, "an invitation on the first page");
  const lou = await street.laptop("Lou");
  await lou.join(await waits.locator(".ticket").textContent());
  await lou.reads(/Met Kit/);
});

test("whoever waits at the door reads whose laptop opens it", async () => {
  const ida = await street.laptop("Ida");
  await ida.found();
  const link = await ida.invite();
  await ida.close();
  const max = await street.laptop("Max");
  await max.join(link);
  await max.reads("Kept here. It counts once Ida’s laptop, or another member, has let you in.");
});
