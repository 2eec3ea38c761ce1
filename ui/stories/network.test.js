import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { readable, village } from "./people.js";

let street;
before(async () => (street = await village()));
after(() => street.end());

test("who is near, the house computer and a relay are one place, and nothing is on by itself", async () => {
  const nia = await street.laptop("Nia");
  await nia.found();
  await nia.go("#/house");
  await nia.reads("This laptop does not look around on the network by itself.");
  await nia.reads("Your laptop meets others directly, through no relay.");
  await nia.reads("Every laptop here tells one story.");
  await nia.page.getByText("Name a relay").click();
  await nia.fill("Address of the relay", "not an address");
  await nia.press("Use this relay");
  await nia.page.getByRole("alert").waitFor();
  await nia.fill("Address of the relay", "https://relay.example.org");
  await nia.press("Use this relay");
  await nia.reads("yours may meet through https://relay.example.org");
  await nia.press("Do without it");
  await nia.reads("Your laptop meets others directly, through no relay.");
  await nia.fill("Its link, or its address", "the one on the wall");
  await nia.press("Call it");
  await nia.page.getByRole("alert").first().waitFor();
  await readable(nia, "our house");
});

test("a rule is proposed, and a laptop is suspended by whoever keeps the keys", async () => {
  const oli = await street.laptop("Oli");
  await oli.found();
  const pia = await street.laptop("Pia");
  await pia.join(await oli.invite());
  await pia.reads(/Met Oli/);
  await oli.go("#/people");
  await oli.page.getByRole("link", { name: /Pia/ }).click();
  await oli.page.getByText("Suspend this laptop for 14 days").click();
  await oli.fill("Why", "It was left on a train");
  await oli.press("Suspend it");
  await oli.reads(/Suspended by Oli, until/);
  await readable(oli, "a person whose laptop is suspended");
  await oli.reads("It was left on a train");
  await oli.page.getByText("Take my words back").click();
  await oli.press("Take them back");
  await oli.page.getByText("It was left on a train").waitFor({ state: "detached" });
  await oli.reads(/Suspended by Oli, until/);
  await oli.press("End it now");
  await oli.reads("Suspend this laptop for 14 days");
  // Whoever keeps no keys is not offered it.
  await pia.go("#/people");
  await pia.page.getByRole("link", { name: /Oli/ }).click();
  await pia.reads("Three words for each laptop");
  assert.equal(await pia.page.getByText("Suspend this laptop").count(), 0);

  await oli.go("#/house");
  await oli.reads("Any member lets somebody in.");
  await oli.reads("One laptop may write 250,000 things and 256 MB");
  await oli.press("Français");
  await oli.reads("Un ordinateur peut écrire 250\u00a0000 choses");
  await oli.press("English");
  await oli.reads("Any member lets somebody in.");
  await oli.page.getByText("Propose another rule").click();
  await oli.press("Ask everybody");
  await oli.reads("Shall this be how somebody becomes a member?");
});

test("a laptop that told two stories is named, and anybody can check the proof", async () => {
  const eli = await street.laptop("Eli");
  await eli.found();
  const ben = await street.laptop("Ben");
  await ben.join(await eli.invite());
  await ben.reads(/Met Eli/);
  // While Eli's laptop is off, Ben's home is copied, and both write.
  await eli.close();
  const copy = await street.copy("Ben", "Ben's old home");
  await ben.call("comment", { on: "community", text: "I water the plants." });
  await copy.call("comment", { on: "community", text: "I do not water the plants." });
  const back = await street.laptop("Eli");
  await back.page.getByRole("link", { name: "Today", exact: true }).waitFor();
  const { link } = await back.listens();
  for (const one of [ben, copy]) {
    await one.go("#/house");
    await one.fill("Its link, or its address", link);
    await one.press("Call it");
    await one.reads("Kept, and called: the laptop of Eli.");
  }
  await back.go("#/house");
  await back.reads("Ben’s laptop told two different stories.");
  await readable(back, "two stories");
  const saved = back.page.waitForEvent("download");
  await back.press("Save the proof");
  const file = await (await saved).path();
  assert.ok(readFileSync(file).length > 100);
  await back.go("#/verify");
  const chosen = back.page.waitForEvent("filechooser");
  await back.press("Choose the file");
  await (await chosen).setFiles(file);
  await back.reads("Verified: this laptop told two different stories.");
});
