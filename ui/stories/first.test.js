import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readable, village } from "./people.js";

let street;
before(async () => (street = await village()));
after(() => street.end());

test("a community begins, and its first question is decided by two laptops", async () => {
  const ana = await street.laptop("Ana");
  await ana.found();
  await ana.reads("Does this Cause say why we are here?");
  await ana.press("Ask it");
  await ana.answers("Fine with me");
  // Name, start, its name, its Cause, start, ask, position, give.
  assert.equal(ana.interactions, 8, "interactions to the founder's first answer");
  await ana.reads("You answered “Fine with me”");
  await ana.go("#/new/decision");
  await ana.fill("The question", "Shall we share Wednesday lunch?");
  await ana.press("Next");
  await ana.reads("How would you like to decide?");
  const link = await ana.invite();

  const ben = await street.laptop("Ben");
  await ben.join(link);
  await ben.reads("Shall we share Wednesday lunch?");
  // Ben is let in before the decision opens, so that he takes part.
  await ben.reads(/Met Ana/);
  await ana.go("#/decisions");
  await ana.follow("Shall we share Wednesday lunch?");
  await ana.press("Open the decision");
  await ana.answers("Consent");
  await ana.reads("You answered “Consent”");
  // Ben's answer is missing, so nobody is asked to count.
  await ana.reads(/1 of 2 has answered/);
  assert.equal(await ana.page.getByRole("button", { name: "Count the answers" }).count(), 0);

  const begun = ben.interactions;
  await ben.go("#/today");
  await ben.page.getByRole("link", { name: /Shall we share Wednesday lunch\? until/ }).click();
  await ben.answers("Consent, with a worry");
  await ben.reads("You answered “Consent, with a worry”");
  // Name, invitation, paste, look, join, row, position, give.
  assert.ok(begun + 3 <= 8, `${begun + 3} interactions to the first vote`);

  await ana.reads(/All 2 have answered/);
  await ana.press("Count the answers");
  await ana.reads(/Counted by Ana/);
  await ben.confirms();
  await ben.reads("Final: 2 of 2 found the same result.");
  await ana.reads("Final: 2 of 2 found the same result.");
  await ana.reads("Carried");
});

test("an intention is advised on, answered, and decided", async () => {
  const eve = await street.laptop("Eve");
  await eve.found();
  const dan = await street.laptop("Dan");
  await dan.join(await eve.invite());
  await eve.page.getByText("Dan").first().waitFor();
  await eve.go("#/new/intention");
  await eve.fill("What do you want to do?", "Move the quiet corner");
  await eve.fill("Why", "It is loud by the door");
  await eve.page.getByLabel("Dan").first().check();
  await eve.press("Ask for advice");
  await eve.reads(/Eve listens until/);

  await dan.page.getByRole("link", { name: /Move the quiet corner until/ }).click();
  await dan.fill("In words", "I need the north light");
  await dan.press("I see harm");
  await dan.reads("I need the north light");
  await eve.reads("I need the north light");
  await eve.fill("Your answer", "Your table stays at the window");
  await eve.press("Adapted");
  await eve.reads("Your table stays at the window");
  // What was said in haste is said anew, with the words that are there.
  await eve.opens("Change my answer");
  await eve.press("Taken");
  await dan.page.locator(".reply", { hasText: "Taken" }).getByText("Your table stays at the window").waitFor();
  await eve.press("Go, changed");
  await eve.press("Yes, decide");
  await dan.reads(/Eve goes ahead, changed after the advice/);
});

test("a project gathers a team, and two hands write into one page", async () => {
  const gil = await street.laptop("Gil");
  await gil.found();
  const hal = await street.laptop("Hal");
  await hal.join(await gil.invite());
  await gil.go("#/new/project");
  await gil.fill("What is it called?", "Repair café");
  await gil.fill("Why", "What breaks is mended");
  await gil.press("Put it on the wall");
  await gil.press("Write");
  await gil.fill("Description", "We mend on Saturdays.");
  await gil.press("Save");
  await hal.go("#/projects");
  await hal.page.getByRole("link", { name: /Repair café/ }).click();
  await hal.press("Join");
  await hal.reads(/Its team: Hal/);
  await hal.press("Write");
  await hal.fill("Description", "We mend on Saturdays. Bring what is broken.");
  await hal.press("Save");
  await gil.reads("We mend on Saturdays. Bring what is broken.");
  await gil.reads(/Its team: Hal/);
  // What comes while one writes is said, and is still there when one is done.
  await gil.press("Write");
  await gil.fill("Description", "Hello! We mend on Saturdays. Bring what is broken.");
  await hal.press("Write");
  await hal.fill("Description", "We mend on Saturdays. Bring what is broken, and patience.");
  await hal.press("Save");
  await gil.reads("Somebody else has written here meanwhile. Both are kept when you save.");
  await gil.press("Save");
  for (const one of [gil, hal]) await one.reads("Hello! We mend on Saturdays. Bring what is broken, and patience.");
  // So it is with how we do things here.
  for (const one of [gil, hal]) await one.go("#/house");
  const guide = (one) => one.page.locator("section", { has: one.page.getByRole("heading", { name: "How we do things here" }) });
  const writes = async (one, text) => {
    await guide(one).getByRole("button", { name: "Write" }).click();
    await guide(one).getByLabel("How we do things here").fill(text);
  };
  await writes(gil, "We lock the door.");
  await guide(gil).getByRole("button", { name: "Save" }).click();
  await hal.reads("We lock the door.");
  await writes(gil, "Last out: we lock the door.");
  await writes(hal, "We lock the door. The key hangs by the oven.");
  await guide(hal).getByRole("button", { name: "Save" }).click();
  await gil.reads("Somebody else has written here meanwhile.");
  await guide(gil).getByRole("button", { name: "Save" }).click();
  for (const one of [gil, hal]) await one.reads("Last out: we lock the door. The key hangs by the oven.");
});

test("where a project stands is chosen, said, and followed", async () => {
  const lia = await street.laptop("Lia");
  await lia.found();
  const { id } = await lia.call("project.new", { name: "Seed library", why: "" });
  await lia.call("project.join", { project: id });
  await lia.go(`#/project/${id}`);
  const stands = (name) => lia.page.getByRole("radio", { name, exact: true });
  const say = lia.page.getByRole("button", { name: /^Say where it stands/ });
  await stands("Active").check();
  await say.focus();
  await lia.page.keyboard.press("Enter");
  await say.waitFor({ state: "detached" });
  assert.ok(await stands("Active").evaluate((one) => one === document.activeElement), "the keys go on from the choice");
  // What is chosen and not said yet stays, also when somebody says something else meanwhile.
  await stands("Paused").check();
  await lia.call("project.state", { project: id, state: "done" });
  await lia.reads(/^Done\. Its team: Lia/);
  assert.ok(await stands("Paused").isChecked());
  await lia.press("Say where it stands: Paused");
  await lia.reads(/^Paused\. Its team: Lia/);
  // Where nothing waits to be said, what others say is followed.
  await lia.call("project.state", { project: id, state: "active" });
  await lia.page.getByRole("radio", { name: "Active", exact: true, checked: true }).waitFor();
});

test("one of several is chosen", async () => {
  const kim = await street.laptop("Kim");
  await kim.found();
  await kim.go("#/new/decision");
  await kim.fill("The question", "Which evening?");
  await kim.press("Next");
  await kim.page.getByText("Which one?").click();
  await kim.fill("Options", "Tuesday\nThursday\nSunday");
  await kim.press("Open the decision");
  await kim.page.getByLabel("Thursday").first().check();
  await kim.press("Give my answer");
  await kim.reads("You answered “Thursday”");
  await kim.press("Count the answers");
  await kim.reads("Final: 1 of 1 found the same result.");
});

test("what goes wrong is said in the person's language, and nothing is lost", async () => {
  const zoe = await street.laptop("Zoé", { locale: "fr" });
  await zoe.fill("Comment t’appelle-t-on ?", "Zoé");
  await zoe.press("Commencer");
  await zoe.press("J’ai une invitation");
  await zoe.fill("Ton invitation", "ceci n’en est pas une");
  await zoe.press("La regarder");
  await zoe.page.getByRole("alert").waitFor();
  assert.equal(await zoe.page.getByLabel("Ton invitation").inputValue(), "ceci n’en est pas une");
});

test("a window whose program is gone says so, and goes on when it answers again", async () => {
  const uma = await street.laptop("Uma");
  await uma.found();
  let away = true;
  await uma.page.route("**/events?*", (route) => (away ? route.abort() : route.continue()));
  await uma.page.reload();
  const gone = uma.page.getByText("Palabre does not answer.");
  await gone.waitFor();
  away = false;
  await gone.waitFor({ state: "hidden" });
  await uma.call("project.new", { name: "Night school", why: "" });
  await uma.go("#/projects");
  await uma.reads("Night school");
});

test("every place can be read by everybody, in light and dark", async () => {
  const ida = await street.laptop("Ida");
  await ida.found();
  await ida.go("#/new/decision");
  await ida.fill("The question", "Which evening?");
  await ida.press("Next");
  await ida.reads("How would you like to decide?");
  const decision = new URL(ida.page.url()).hash;
  const places = ["today", "projects", "intentions", "decisions", "budgets", "sharing", "people", "house", "me", "poster"];
  places.push("new", "register", "verify", "new/intention", "new/decision", "new/project", "new/round", "new/first");
  for (const colorScheme of ["light", "dark"]) {
    await ida.page.emulateMedia({ colorScheme });
    for (const place of [...places.map((place) => `#/${place}`), decision]) {
      await ida.go(place);
      await ida.page.waitForTimeout(150);
      await readable(ida, `${place} in ${colorScheme}`);
    }
    await ida.page.keyboard.press("Control+k");
    await ida.page.locator("#hits [role=option]").first().waitFor();
    await readable(ida, `finding in ${colorScheme}`);
    await ida.page.keyboard.press("Escape");
  }
});
