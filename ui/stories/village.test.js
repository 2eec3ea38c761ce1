// A village at work: what the README says one tries in fifteen minutes, and what people do beside it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { village } from "./people.js";

let street;
before(async () => (street = await village()));
after(() => street.end());

const MINUTE = 60_000;

/** What the numbered steps of the README name in italics: all that is pressed, in its order. */
function namedInReadme() {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const steps = readme.match(/^\d\. .*\n(?: {3}.*\n)*/gm).join("").replace(/\s+/g, " ");
  return [...steps.matchAll(/\*([^*]+)\*/g)].map(([, words]) => words);
}

/** A time as a field for times takes it, in the zone of this machine. */
function typed(time) {
  const behind = new Date(time).getTimezoneOffset() * MINUTE;
  return new Date(time - behind).toISOString().slice(0, 16);
}

/** The next full minute that leaves time to give: the field takes no seconds. */
const soon = () => typed(Math.ceil((Date.now() + 40_000) / MINUTE) * MINUTE);

/** Six o'clock in the evening, so many days from now. */
const evening = (days) => typed(new Date().setHours(18 + 24 * days, 0, 0, 0));

const euros = (cents) => `${(cents / 100).toFixed(2)} €`;

/** The rows of the tables below a heading, each as what stands in its cells. */
async function rows(laptop, heading) {
  const title = laptop.page.getByRole("heading", { name: heading, exact: true });
  const section = laptop.page.locator("section", { has: title });
  await section.waitFor();
  const read = (rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim()));
  return section.locator("tr").evaluateAll(read);
}

test("from a name to money that is settled, through pages alone", { timeout: 4 * MINUTE }, async () => {
  const named = namedInReadme();
  const says = (words) => {
    assert.equal(words, named.shift(), "what the README has somebody press next");
    return words;
  };

  // 1. A name, a community, and an invitation.
  const ana = await street.laptop("Ana");
  await ana.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await ana.begins();
  await ana.press(says("Start a community"));
  await ana.fill("What is it called?", "Le Fournil");
  await ana.fill("Why are you together?", "That nobody on our street faces change alone.");
  await ana.press(says("Start"));
  await ana.press(says("Invite someone at this table"));
  await ana.press(says("Copy the link"));
  await ana.page.getByText("Copied.", { exact: true }).waitFor();
  const link = await ana.page.evaluate(() => navigator.clipboard.readText());

  // 2. The second comes by the link, and is let in.
  const ben = await street.laptop("Ben");
  await ben.begins();
  await ben.press(says("I have an invitation"));
  await ben.fill("Your invitation", link);
  await ben.press(says("Look at it"));
  await ben.press(says("Join"));
  await ben.reads(/Met Ana/);

  // 3. Advice is asked and given, and whoever asked decides.
  await ana.follow(says("Start something"));
  await ana.follow(says("Do something that touches others"));
  await ana.fill("What do you want to do?", "Put a workbench outside");
  await ana.fill("Why", "What breaks is mended");
  await ana.page.getByLabel("Ben").first().check();
  await ana.press(says("Ask for advice"));
  await ana.reads(/Ana listens until/);
  await ben.page.getByRole("link", { name: /Put a workbench outside until/ }).click();
  await ben.fill("In words", "The east wall stays dry");
  await ben.press(says("Support"));
  await ana.reads("The east wall stays dry");
  await ana.press(says("Go"));
  await ana.press(says("Yes, decide"));
  await ben.reads("Ana goes ahead.");

  // 4. A round is drafted, and something is proposed in it.
  await ana.follow(says("Start something"));
  await ana.follow(says("Ask money for something"));
  await ana.fill("What is it for?", "A yard to mend in");
  await ana.press(says("Next"));
  await ana.opens(says("Propose a bucket"));
  await ana.fill("What is it called?", "Tools");
  await ana.press(says("Propose it"));
  const cost = await ana.opens(says("Say what it costs"));
  await cost.getByLabel("What", { exact: true }).fill("A vice");
  await ana.fill("At least, in EUR", "50");
  await ana.fill("At most, in EUR", "80");
  await ana.press(says("Add"));
  await ana.reads("Needs 50.00 € to 80.00 €.");

  // 5. A decision by both releases the money.
  await ana.follow(says("Start something"));
  await ana.follow(says("Settle something together"));
  await ana.fill("The question", "Release 200 € for a start?");
  await ana.press(says("Next"));
  await ana.fill(says("It releases money for a round"), "200 EUR");
  await ana.press(says("Open the decision"));
  await ana.answers(says("Consent"), says("Give my answer"));
  await ben.follow("Today");
  await ben.page.getByRole("link", { name: /Release 200 € for a start\? until/ }).click();
  await ben.answers("Consent");
  await ana.reads(/All 2 have answered/);
  await ana.press(says("Count the answers"));
  await ben.press(says("Yes"));
  for (const one of [ana, ben]) await one.reads("Final: 2 of 2 found the same result.");
  await ana.fill("What came of it?", "Giving opens at noon.");
  await ana.press(says("Tell"));
  await ben.reads("Giving opens at noon.");

  // 6. Both give, to the cent.
  const [pot, gifts] = [200_00, new Map([[ana, 30_00], [ben, 29_99]])];
  const share = pot / gifts.size;
  await ana.follow("Budgets");
  await ana.follow("A yard to mend in");
  await ana.fill("How much is there to give, in EUR?", "200");
  await ana.page.getByLabel("Released by").waitFor();
  await ana.page.getByLabel(says("until a time")).check();
  await ana.fill("Until when", soon());
  await ana.press(says("Open giving"));
  await ana.reads("100.00 € left to give.");
  await ana.fill("What I give to Tools", "30");
  await ana.press(says("Give 30.00 €"));
  await ben.follow("Budgets");
  await ben.follow("A yard to mend in");
  await ben.fill("What I give to Tools", "29.99");
  await ben.press("Give 29.99 €");
  for (const [one, gift] of gifts) {
    await one.reads(`${euros(share - gift)} left to give.`);
    await one.reads("2 of 2 have given 59.99 €.");
  }

  // 7. Giving ends while both are looking; the second's laptop was given leave to confirm what it finds equal.
  const settle = ana.page.getByRole("button", { name: says("Settle the round"), exact: true });
  await settle.click({ timeout: 2 * MINUTE });
  assert.deepEqual(named, [], "all that the README names was pressed");
  // Between its minimum and its maximum a bucket keeps what it received; the rest returns to the pot.
  const given = [...gifts.values()].reduce((sum, gift) => sum + gift);
  for (const [one, gift] of gifts) {
    await one.reads("Settled and final: 2 of 2 found the same result.");
    assert.deepEqual(await rows(one, "Settled"), [
      ["Given", euros(given)],
      ["Kept by buckets", euros(given)],
      ["Returns to the pot", euros(pot - given)],
      ["Stays with members", euros(0)],
      ["Buckets", "Received", "Kept", "Back"],
      ["Tools", euros(given), euros(given), euros(0)],
    ]);
    assert.deepEqual(await rows(one, "Your money"), [
      [euros(gift), "to Tools"],
      [euros(share - gift), "was not given"],
      [euros(share - gift), "of what was left returns to the pot"],
    ]);
  }
});

test("two people help, ask, thank and answer each other, through pages alone", { timeout: 4 * MINUTE }, async () => {
  const [nora, omar] = await street.two("Nora", "Omar");
  const asks = async (question) => {
    await nora.starts("Settle something together");
    await nora.fill("The question", question);
    await nora.press("Next");
  };
  const comes = async (place, title) => {
    await omar.follow(place);
    await omar.follow(title);
  };
  const marks = (laptop, option, answer) =>
    laptop.page.locator(".mine .points").nth(option).getByLabel(answer, { exact: true }).check();
  const within = (part, button) => part.getByRole("button", { name: button, exact: true }).click();

  // An answer given by phone is written down, and replaced by the person's own.
  await asks("A bell for the door?");
  await nora.press("Open the decision");
  await nora.answers("Consent");
  await nora.reads("You answered “Consent”");
  const phone = await nora.opens("Write down an answer for somebody");
  await phone.getByLabel("Whose answer?").selectOption("Omar");
  await within(phone, "Consent, with a worry");
  await phone.getByLabel("Why").fill("Not before eight, by phone");
  await within(phone, "Write the answer down");
  await nora.reads(/All 2 have answered/);
  await comes("Decisions", "A bell for the door?");
  await omar.reads("Not before eight, by phone");
  await omar.reads("written down by Nora. Omar can replace it");
  await omar.answers("Consent");
  await nora.page.getByText("written down by Nora").waitFor({ state: "detached" });
  await nora.reads(/All 2 have answered/);

  // A time is found.
  await asks("When do we hang it?");
  await nora.page.getByRole("radio", { name: /^When\?/ }).check();
  await nora.press("One more time");
  await nora.fill("Time 1", evening(2));
  await nora.fill("Time 2", evening(3));
  await nora.press("Open the decision");
  await marks(nora, 0, "Yes");
  await marks(nora, 1, "If need be");
  await nora.press("Give my answer");
  await nora.reads(/You answered “.+ – Yes · .+ – If need be”/);
  await comes("Decisions", "When do we hang it?");
  await marks(omar, 0, "Yes");
  await omar.press("Give my answer");
  for (const one of [nora, omar]) await one.reads("2 can, 0 more if need be");

  // Numbers are given, and nobody sees them before giving their own.
  await asks("Which bell?");
  await nora.press("More ways");
  await nora.page.getByRole("radio", { name: /^How much do you like each\?/ }).check();
  await nora.fill("Options", "The ship's bell\nThe cow bell");
  await nora.press("Open the decision");
  await marks(nora, 0, "5");
  await marks(nora, 1, "3");
  await nora.press("Give my answer");
  await nora.reads(/You answered/);
  await comes("Decisions", "Which bell?");
  await omar.reads("Hidden until you have answered.");
  await marks(omar, 0, "4");
  await marks(omar, 1, "2");
  await omar.press("Give my answer");
  for (const one of [nora, omar]) await one.reads("First is The ship's bell: 9 in all, 4.50 on average.");

  // A project has a next step, and needs something.
  await nora.starts("Gather a team around an idea");
  await nora.fill("What is it called?", "Repair café");
  await nora.fill("Why", "What breaks is mended");
  await nora.press("Put it on the wall");
  const step = await nora.opens("Add a next step");
  await nora.fill("What is to be done?", "Ask the neighbours for a table");
  await within(step, "Add");
  const need = await nora.opens("It needs something");
  await nora.fill("What does it need?", "Screwdrivers");
  await within(need, "Add");
  await comes("Projects", "Repair café");
  await omar.press("I do it");
  await omar.press("Done");
  await nora.reads("done by Omar");
  const help = await omar.opens("I can help");
  await omar.fill("How can you help?", "I bring mine on Saturday");
  await within(help, "I can help");
  await nora.reads("I bring mine on Saturday");
  await nora.press("It is met");
  await omar.reads("Thing · met");

  // What a bucket keeps to is asked and answered in the open.
  await nora.starts("Ask money for something");
  await nora.fill("What is it for?", "A yard to sit in");
  await nora.fill("Guidelines", "Open to everybody");
  await nora.press("Next");
  await nora.reads("A draft by Nora.");
  await comes("Budgets", "A yard to sit in");
  await omar.opens("Propose a bucket");
  await omar.fill("What is it called?", "Chairs");
  await omar.press("Propose it");
  await nora.follow("Chairs");
  await nora.opens("Does it not keep to a guideline?");
  await nora.fill("Which guideline?", "Open to everybody");
  await nora.fill("What is the question?", "Who may sit on them?");
  await nora.press("Ask it in the open");
  const flag = omar.page.locator("article.comment", { hasText: "Who may sit on them?" });
  await flag.getByLabel("Your answer, in the open").fill("Whoever passes by.");
  await within(flag, "Say it");
  await nora.reads("Whoever passes by.");

  // On the wall something is given, and somebody is thanked.
  const line = (laptop, text) => laptop.page.locator(".wall > li", { hasText: text });
  await nora.follow("Sharing");
  await nora.fill("In one line", "Apple pie in the kitchen");
  await nora.press("Write it on the wall");
  await omar.follow("Sharing");
  await within(line(omar, "Apple pie in the kitchen"), "I take it");
  await nora.reads("taken by Omar");
  await omar.page.getByLabel("Care").first().check();
  await omar.fill("In one line", "The door no longer sticks");
  await omar.press("Write it on the wall");
  await within(line(nora, "The door no longer sticks"), "Thank you");
  await omar.reads("thanks from Nora");
});
