// What people do while they are apart, and what the others make of it once they meet.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { readable, village } from "./people.js";

const hostile =
  process.env.PALABRE_HOSTILE ?? fileURLToPath(new URL("../../target/debug/palabre-hostile", import.meta.url));

let street;
before(async () => (street = await village()));
after(() => street.end());

/** One laptop calls another where that is now. */
async function meet(one, other) {
  const { link } = await other.listens();
  await one.go("#/house");
  await one.fill("Its link, or its address", link);
  await one.press("Call it");
  await one.reads(`Kept, and called: the laptop of ${other.name}.`);
}

/** Goes with the Tab key to what is called so, as somebody does who has no mouse. */
async function tabTo(laptop, name) {
  const here = () =>
    laptop.page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return "";
      const label = at?.labels?.[0]?.innerText ?? at?.getAttribute("aria-label") ?? at?.innerText ?? "";
      return label.replace(/\s+/g, " ").trim();
    });
  for (let step = 0; step < 60; step++) {
    if ((await here()).includes(name)) return;
    await laptop.page.keyboard.press("Tab");
  }
  assert.fail(`no way to “${name}” with the keyboard`);
}

async function enter(laptop, name) {
  await laptop.page.getByText(name).first().waitFor();
  await tabTo(laptop, name);
  await laptop.page.keyboard.press("Enter");
}

async function type(laptop, label, text) {
  await laptop.page.getByLabel(label).first().waitFor();
  await tabTo(laptop, label);
  await laptop.page.keyboard.type(text);
}

test("somebody begins, and gives a first answer, with the keyboard alone", async () => {
  const kim = await street.laptop("Kim");
  await type(kim, "What do others call you?", "Kim");
  await kim.page.keyboard.press("Enter");
  await enter(kim, "Start a community");
  await type(kim, "What is it called?", "Le Fournil");
  await type(kim, "Why are you together?", "That nobody on our street faces change alone.");
  await tabTo(kim, "Start");
  await kim.page.keyboard.press("Enter");
  await enter(kim, "Ask it");
  await enter(kim, "Fine with me");
  await enter(kim, "Give my answer");
  await kim.reads("You answered “Fine with me”");
  // Whoever goes by the keyboard stays where they are, also where there is nothing more to give.
  const give = kim.page.getByRole("button", { name: "Give my answer", exact: true });
  assert.ok(await give.evaluate((button) => button === document.activeElement), "the focus stayed");
  assert.ok(await give.isDisabled());
  assert.equal(kim.interactions, 0, "no mouse was used");
});

test("what was done while apart stands on both laptops once they meet", async () => {
  const [ivo, jo] = await street.two("Ivo", "Jo");
  const { id } = await ivo.call("decision.new", { question: "Lunch on Fridays?", wording: "At noon." });
  await ivo.call("decision.open", { decision: id, how: "consent" });
  await jo.go(`#/decision/${id}`);
  // The question comes before it is open: what is missing when a laptop closes is missing there.
  await jo.page.getByRole("button", { name: "Objection", exact: true }).waitFor();
  await jo.close();
  // A laptop that is closed says nothing: it is missed once nothing has come of it for half a minute.
  const missed = ivo.page.getByText("Nobody in reach. What you do is saved here and leaves at the next meeting.");
  await missed.waitFor({ timeout: 60_000 });

  await ivo.go(`#/decision/${id}`);
  await ivo.answers("Consent");
  await ivo.fill("Say something", "I cook the first one.");
  await ivo.press("Say it");
  await ivo.reads("Saved here. Nobody else has it yet.");
  await ivo.close();

  const alone = await street.laptop("Jo");
  await alone.go(`#/decision/${id}`);
  await alone.press("Objection");
  await alone.fill("Why", "not every week");
  await alone.press("Give my answer");
  await alone.reads("You answered “Objection”");

  const back = await street.laptop("Ivo");
  await meet(alone, back);
  for (const one of [alone, back]) {
    await one.go(`#/decision/${id}`);
    await one.reads("I cook the first one.");
    await one.page.locator(".answers", { hasText: "not every week" }).waitFor();
  }
  // The objection becomes part of the proposal, and then nobody objects.
  await back.page.getByText("A new wording").click();
  await back.page.getByLabel("The proposal").first().fill("At noon, every other Friday.");
  await back.press("Open the new wording");
  await alone.reads(/Your answer to the earlier one \(objection\) lapses/i);
  await alone.answers("Consent");
  await back.reads(/All 2 have answered/);
  await back.press("Count the answers");
  await alone.confirms();
  await back.reads("Final: 2 of 2 found the same result.");
  await back.page.locator(".figure", { hasText: "Carried" }).waitFor();
});

test("two who describe one project while apart find both their words in it", async () => {
  const [rui, sam] = await street.two("Rui", "Sam");
  const { id } = await rui.call("project.new", { name: "The garden", why: "To eat what grows." });
  const describe = async (laptop, text) => {
    await laptop.press("Write");
    await laptop.fill("Description", text);
    await laptop.press("Save");
    await laptop.reads(text);
  };
  await rui.go(`#/project/${id}`);
  await describe(rui, "The beds are ours.");
  await sam.go(`#/project/${id}`);
  await sam.press("Join");
  await sam.reads("The beds are ours.");
  await rui.reads(/Its team: Sam/);

  await sam.close();
  await describe(rui, "Carrots first. The beds are ours.");
  await rui.close();
  const alone = await street.laptop("Sam");
  await alone.go(`#/project/${id}`);
  await describe(alone, "The beds are ours. Bring a spade.");
  const back = await street.laptop("Rui");
  await meet(alone, back);
  for (const one of [alone, back]) {
    await one.go(`#/project/${id}`);
    await one.reads("Carrots first. The beds are ours. Bring a spade.");
  }
});

test("a round is funded from both sides of a cut, and settled when they meet", async () => {
  const [gil, hana] = await street.two("Gil", "Hana");
  const release = await gil.call("decision.new", { question: "Release 200?", wording: "" });
  await gil.call("decision.open", { decision: release.id, how: "consent", releases: "200 EUR", travel: 0 });
  await gil.call("decision.answer", { decision: release.id, answer: ["consent"] });
  await hana.go(`#/decision/${release.id}`);
  await hana.answers("Consent");
  await gil.go(`#/decision/${release.id}`);
  await gil.press("Count the answers");
  await hana.confirms();
  await gil.reads("Final: 2 of 2 found the same result.");
  const round = await gil.call("round.new", { purpose: "Spring", currency: "EUR", guidelines: "Open to all" });
  const bucket = await gil.call("bucket.new", { title: "Tools", round: round.id });
  await gil.call("bucket.item", { bucket: bucket.id, what: "irons", min: "50", max: "60" });
  await gil.call("round.open", {
    round: round.id,
    pot: "200",
    because: release.id,
    leftovers: "return",
    until: "60s",
    travel: 0,
  });
  await hana.go(`#/round/${round.id}`);
  await hana.reads("100.00 € left to give.");

  await hana.close();
  await gil.go(`#/round/${round.id}`);
  await gil.page.getByLabel("What I give to Tools").fill("30");
  await gil.press("Give 30.00 €");
  await gil.reads("70.00 € left to give.");
  await gil.close();
  const alone = await street.laptop("Hana");
  await alone.go(`#/round/${round.id}`);
  await alone.reads("100.00 € left to give.");
  await alone.page.getByLabel("What I give to Tools").fill("29.50");
  await alone.press("Give 29.50 €");
  await alone.reads("70.50 € left to give.");
  await alone.press("Leave the rest ungiven");
  await alone.reads("You leave the rest ungiven. You can still give.");
  assert.deepEqual((await alone.call("waiting", { limit: 9 })).waiting, []);

  const back = await street.laptop("Gil");
  await meet(alone, back);
  for (const one of [alone, back]) await one.go(`#/round/${round.id}`);
  // Giving ends while both are looking.
  await back.page.getByRole("button", { name: "Settle the round" }).click({ timeout: 120_000 });
  await alone.confirms();
  for (const one of [alone, back]) {
    await one.reads("Settled and final: 2 of 2 found the same result.");
    // To the cent: what both gave, and what goes back to the pot.
    await one.page.locator("section", { hasText: "59.50 €" }).first().waitFor();
    await one.page.locator("section", { hasText: "140.50 €" }).first().waitFor();
  }
  await readable(back, "a settled round");
});

test("what a hostile laptop made is refused, and the page goes on as it was", async () => {
  const [lea, max] = await street.two("Lea", "Max");
  const { id } = await lea.call("decision.new", { question: "Paint the door?", wording: "Blue." });
  await lea.call("decision.open", { decision: id, how: "consent" });
  await max.go(`#/decision/${id}`);
  await max.reads("Paint the door?");
  // Max's laptop falls into other hands for a moment.
  const file = `${street.home("Max")}.bundle`;
  execFileSync(hostile, [street.home("Max"), id, file]);
  await lea.go("#/house");
  await lea.reads("Take everything along");
  await lea.chooses(file, () => lea.press("Read from a USB stick"));
  await lea.reads("One part was refused: it is not as its author wrote it.");
  await lea.go(`#/decision/${id}`);
  await lea.answers("Consent");
  await lea.reads("You answered “Consent”");
  assert.equal(await lea.page.getByText("forged").count(), 0);
  // Whoever owns the laptop is heard as before.
  await max.fill("Say something", "Light blue, please.");
  await max.press("Say it");
  await lea.reads("Light blue, please.");
  assert.equal(await lea.page.getByRole("alert").count(), 0);
});

test("a time that no calendar holds is said, and stops no page", async () => {
  const [liv, ole] = await street.two("Liv", "Ole");
  const { id } = await liv.call("decision.new", { question: "A bell?", wording: "" });
  await liv.call("decision.open", { decision: id, how: "consent" });
  await ole.go(`#/decision/${id}`);
  await ole.reads("A bell?");
  // What Ole does last has come, so that nothing is missing before what is made in his name.
  await ole.call("project.new", { name: "Swings", why: "" });
  await liv.go("#/projects");
  await liv.reads("Swings");
  await ole.close();
  const file = `${street.home("Ole")}.bundle`;
  execFileSync(hostile, [street.home("Ole"), id, file, String(2n ** 63n - 1n)]);
  await liv.go("#/house");
  await liv.reads("Take everything along");
  await liv.chooses(file, () => liv.press("Read from a USB stick"));
  await liv.go(`#/decision/${id}`);
  await liv.reads("My clock is right.");
  await liv.reads("Ole · a time that no calendar holds");
  await liv.press("Français");
  await liv.reads("Ole · un moment qu’aucun calendrier ne connaît");
  await liv.press("Español");
  await liv.reads("Ole · un momento que ningún calendario conoce");
  await liv.press("English");
  await liv.answers("Consent");
  await liv.reads("You answered “Consent”");
  await liv.go("#/today");
  await liv.page.locator(".subject").first().waitFor();

  // Nor does anything else that somebody may have written.
  const said = await liv.page.evaluate(async () => {
    const { languageName, money, percent, plainMoney, readMoney, size, when } = await import("/backend.js");
    const great = [money("en", 2 ** 64, "EUR"), percent("en", 2 ** 32), size("en", 2 ** 64)];
    const strange = [money("en", 1_250, "€€€"), plainMoney("fr", 1_250, ""), readMoney("12.50", "?"), languageName("es", "zz-")];
    return [when("fr", -(2 ** 63))[0], ...strange, great.every(Boolean)];
  });
  assert.deepEqual(said, ["never", "12.50\u00a0€€€", "12,50", 1_250, "zz-", true]);
});
