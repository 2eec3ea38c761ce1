import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readable, village } from "./people.js";

let street;
before(async () => (street = await village()));
after(() => street.end());

test("a window that opens asks once for what its first page shows, and a draft is dropped and taken up again", async () => {
  const pia = await street.laptop("Pia");
  await pia.found();
  await pia.settled("#/today");
  const asked = [];
  pia.page.on("request", (request) => {
    const [, name] = /\/call\/(.+)$/.exec(request.url()) ?? [];
    if (name) asked.push(name);
    if (request.isNavigationRequest()) asked.length = 0;
  });
  const shown = pia.page.waitForResponse((response) => response.url().endsWith("/call/share.list"));
  await pia.page.reload();
  await shown;
  // Both were asked before the program was there, and it takes their answers.
  assert.deepEqual(asked.slice(0, 2), ["me.show", "waiting"]);
  assert.equal(asked.filter((name) => ["me.show", "waiting"].includes(name)).length, 2, asked.join(", "));

  const { id } = await pia.call("decision.new", { question: "Keys to the street dor?", wording: "" });
  await pia.settled(`#/decision/${id}`);
  await pia.press("Drop this draft");
  await pia.reads("A draft that Pia has dropped.");
  assert.equal(await pia.page.getByRole("button", { name: "Open the decision" }).count(), 0);
  await pia.settled("#/decisions");
  assert.deepEqual(await pia.page.locator("#page h2").allTextContents(), ["Dropped drafts"]);
  await pia.settled(`#/decision/${id}`);
  await pia.press("Take this draft up again");
  await pia.reads("A draft by Pia. It is not open yet.");

  const round = await pia.call("round.new", { purpose: "Sprng round", currency: "EUR", guidelines: "" });
  await pia.settled(`#/round/${round.id}`);
  await pia.press("Drop this draft");
  await pia.reads("A draft that Pia has dropped.");
  assert.equal(await pia.page.getByRole("button", { name: "Open giving" }).count(), 0);
  await pia.settled("#/budgets");
  await pia.reads(/^Dropped/);
  await pia.settled(`#/round/${round.id}`);
  await pia.press("Take this draft up again");
  await pia.reads("A draft by Pia. Buckets can be proposed; giving is not open yet.");
});

test("everything is taken along, and leaving is asked twice", async () => {
  const ola = await street.laptop("Ola");
  await ola.found();
  await ola.call("project.new", { name: "Repair café", why: "What breaks is mended" });
  await ola.go("#/house");
  const everything = await ola.saved(() => ola.press("Save"));
  const read = JSON.parse(readFileSync(everything, "utf8"));
  assert.ok(JSON.stringify(read).includes("Repair café"));
  await ola.page.getByRole("combobox", { name: /^As/ }).selectOption({ label: "Projects, as a table (CSV)" });
  const table = await ola.saved(() => ola.press("Save"));
  assert.match(readFileSync(table, "utf8"), /Repair café/);
  // Somebody elsewhere reads it in again, as an archive beside their own.
  const ned = await street.laptop("Ned");
  await ned.found();
  const [own] = (await ned.call("me.show", {})).communities;
  await ned.go("#/new/join");
  const file = { name: "le-fournil.json", mimeType: "application/json", buffer: readFileSync(everything) };
  await ned.chooses(file, () => ned.press("Open a file"));
  await ned.page.locator(".communities").waitFor();
  // Both have one name, and stand in the order of their ids.
  const { communities } = await ned.call("me.show", {});
  const read_in = communities.findIndex((one) => one.id !== own.id) + 1;
  const turn = async (nth) => {
    const one = ned.page.locator(`.communities li:nth-child(${nth}) button`);
    await one.click();
    // Turning to it leads to its Today: whoever goes on before that would be led back.
    await ned.page.locator(`.communities li:nth-child(${nth}) [aria-pressed=true]`).waitFor();
    await ned.settled("#/today");
    await ned.settled("#/projects");
  };
  await turn(3 - read_in);
  await ned.reads("An idea is a project when a team wants it. Put yours on the wall.");
  await turn(read_in);
  await ned.reads("Repair café");
  // The window opens again on the community that it was closed on.
  await ned.page.reload();
  await ned.page.locator(`.communities li:nth-child(${read_in}) [aria-pressed=true]`).waitFor();
  await ned.reads("Repair café");

  await ola.press("Leave");
  await ola.reads("Leave? This cannot be taken back.");
  await readable(ola, "leaving");
  const dialog = ola.page.locator("dialog");
  await dialog.getByLabel("To be sure: the community’s name").fill("Another");
  await dialog.getByRole("button", { name: "Leave", exact: true }).click();
  await ola.reads("This is another name.");
  await dialog.getByLabel("To be sure: the community’s name").fill("Le Fournil");
  await dialog.getByRole("button", { name: "Leave", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await ola.reads("You have left this community.");
  assert.equal((await ola.call("me.show", {})).communities[0].standing, "left");
});

test("a second laptop comes by a ticket, and is closed from the first", async () => {
  const ava = await street.laptop("Ava");
  await ava.found();
  await ava.go("#/me");
  await ava.press("Add a laptop");
  await ava.reads("Whoever has it becomes you");
  await readable(ava, "a ticket for a second laptop");
  // The ticket is copied, or scanned; here it is asked for beside the page.
  const { link } = await ava.call("device.add", { words: [], qr: false });
  const second = await street.laptop("Ava's phone");
  await second.press("I am already a member elsewhere");
  await second.fill("The ticket from your other laptop, or your 24 words", link);
  await second.press("Come in");
  await second.page.getByRole("link", { name: "Today", exact: true }).waitFor();
  await second.reads("That nobody on our street faces change alone.");
  await second.call("project.new", { name: "From the phone", why: "" });
  await ava.go("#/projects");
  await ava.reads("From the phone");
  await ava.go("#/me");
  const other = ava.page.locator(".row", { hasText: "in use" }).filter({ hasNotText: "this one" });
  await other.getByRole("button", { name: "Close it" }).click();
  await ava.reads("What it writes from now on has no effect.");
  await ava.page.locator("dialog").getByRole("button", { name: "Close it" }).click();
  await ava.page.locator(".row", { hasText: "closed" }).waitFor();
});

test("24 words are written down, leave the laptop, and bring somebody back", async () => {
  const wim = await street.laptop("Wim");
  await wim.found();
  const link = await wim.invite();
  const liv = await street.laptop("Liv");
  await liv.join(link);
  await liv.reads(/Met Wim/);
  await liv.go("#/me");
  await liv.press("Show my words");
  await liv.page.locator(".words24 li").nth(23).waitFor();
  await readable(liv, "my words");
  const words = await liv.page.locator(".words24 li").allTextContents();
  for (const field of await liv.page.getByLabel(/^Word \d+$/).all()) await field.fill("never");
  await liv.press("I have them on paper: take them off");
  await liv.page.getByRole("alert").waitFor();
  const asked = await liv.page.getByText(/^Word \d+$/).allTextContents();
  for (const label of asked) {
    await liv.page.getByLabel(label, { exact: true }).fill(words[Number(label.split(" ")[1]) - 1]);
  }
  await liv.press("I have them on paper: take them off");
  await liv.reads("Your words are on paper, and no longer on this laptop.");
  // Liv's laptop is lost; a new one begins from the words, and an invitation.
  const again = await wim.invite();
  await liv.close();
  const back = await street.laptop("Liv again");
  await back.press("I am already a member elsewhere");
  await back.fill("The ticket from your other laptop, or your 24 words", words.join(" "));
  await back.fill("What do others call you?", "Liv");
  await back.press("Come in");
  await back.press("I have an invitation");
  await back.fill("Your invitation", again);
  await back.press("Look at it");
  await back.press("Join");
  await back.reads(/Met Wim/);
  await back.go("#/people");
  await back.page.getByRole("link", { name: /Liv/ }).waitFor();
  assert.equal(await back.page.getByRole("link", { name: /Liv/ }).count(), 1);
});

test("keys are sealed with a passphrase, which is asked for at each start", async () => {
  const ulf = await street.laptop("Ulf");
  await ulf.found();
  await ulf.go("#/me");
  await ulf.press("Seal them with a passphrase");
  // What is mistyped here would open nothing.
  const [once, again] = [ulf.page.locator("dialog input").first(), ulf.page.locator("dialog input").last()];
  await once.fill("four words of mine");
  await again.fill("four words of yours");
  assert.ok(await ulf.page.getByRole("button", { name: "Next", exact: true }).isDisabled());
  await readable(ulf, "a passphrase for the keys");
  await again.fill("four words of mine");
  await ulf.press("Next");
  await ulf.reads("In a file that a passphrase seals, which is asked for at each start.");
  await ulf.close();
  const kept = JSON.parse(readFileSync(join(street.home("Ulf"), "identity.json"), "utf8"));
  assert.ok(kept.sealed && !kept.secrets, Object.keys(kept).join(", "));

  const back = await street.laptop("Ulf");
  await back.page.locator("dialog input").fill("four words of yours");
  await back.press("Next");
  await back.reads("This is not the passphrase.");
  await back.page.locator("dialog input").fill("four words of mine");
  await back.press("Next");
  await back.reads("That nobody on our street faces change alone.");
  await back.go("#/new/project");
  await back.fill("What is it called?", "Roof garden");
  await back.press("Put it on the wall");
  await back.page.getByRole("heading", { name: "Roof garden" }).waitFor();
  // It was opened once, and they can leave it again.
  await back.go("#/me");
  await back.press("Keep them in a file");
  await back.reads("In a file that only you may read.");
});

test("rules are kept as a template, and the next decision opens with them", async () => {
  const tom = await street.laptop("Tom");
  await tom.found();
  const { id } = await tom.call("decision.new", { question: "A lamp for the yard?", wording: "" });
  await tom.call("decision.open", { decision: id, how: "proposal", threshold: "2/3", days: 5 });
  await tom.go(`#/decision/${id}`);
  await tom.page.getByText("How this is counted").click();
  const template = await tom.saved(() => tom.press("Save as a template"));
  await tom.go("#/new/decision");
  await tom.fill("The question", "A bench for the yard?");
  await tom.press("Next");
  await tom.page.getByText("More rules").click();
  await tom.chooses(template, () => tom.press("Take a template"));
  await tom.reads("The template is taken");
  await tom.press("Open the decision");
  await tom.page.getByRole("button", { name: "For", exact: true }).waitFor();
  await tom.page.getByText("How this is counted").click();
  await tom.reads(/66\.7/);
});

test("a project is taken up here, and elsewhere from a file", async () => {
  const pam = await street.laptop("Pam");
  await pam.found();
  const { id } = await pam.call("project.new", { name: "Roof garden", why: "Tomatoes" });
  await pam.go(`#/project/${id}`);
  await pam.page.getByText("Take this up elsewhere").click();
  await pam.fill("What is it called then?", "Yard garden");
  await pam.press("Take it up here");
  await pam.page.getByRole("heading", { name: "Yard garden" }).waitFor();
  await pam.reads("Taken up from Roof garden, Le Fournil.");
  await pam.go(`#/project/${id}`);
  await pam.reads("Taken up here as");
  await pam.page.getByText("Take this up elsewhere").click();
  const packed = await pam.saved(() => pam.press("Pack it into a file"));
  const sol = await street.laptop("Sol");
  await sol.found();
  await sol.go("#/projects");
  await sol.chooses(packed, () => sol.press("Take one up from a file"));
  await sol.page.getByRole("heading", { name: "Roof garden" }).waitFor();
  await sol.reads("Taken up from Roof garden, Le Fournil.");
  await sol.reads("Tomatoes");
});

test("a damaged file is mended in the window, and what can be read of it is there", async () => {
  const mae = await street.laptop("Mae");
  await mae.found();
  const jo = await street.laptop("Jo");
  await jo.join(await mae.invite());
  await jo.reads(/Met Mae/);
  const { id } = await jo.call("project.new", { name: "Oven", why: "Bread" });
  await jo.go(`#/project/${id}`);
  await jo.fill("Say something", "bread ".repeat(800));
  await jo.press("Say it");
  await jo.reads("Saved here and with 1 other.");
  await jo.close();
  const communities = join(street.home("Jo"), "communities");
  const [name] = readdirSync(communities).filter((name) => name.endsWith(".palabre"));
  const bytes = readFileSync(join(communities, name));
  bytes.fill(0xff, 0, 100);
  writeFileSync(join(communities, name), bytes);
  const back = await street.laptop("Jo");
  await back.reads("What this laptop keeps of the community is damaged.");
  await back.go("#/house");
  const folded = back.page.getByText("Something here is damaged?");
  await folded.first().waitFor();
  await readable(back, "a damaged file");
  await folded.first().click();
  await back.press("Mend it");
  await back.reads("That nobody on our street faces change alone.");
  await back.go(`#/project/${id}`);
  await back.page.getByRole("heading", { name: "Oven" }).waitFor();
  const kept = readdirSync(communities).filter((name) => /damaged-\d+$/.test(name));
  assert.equal(kept.length, 1, "the damaged file is kept");
});

test("a community is founded in the place of another, and its people come along", async () => {
  const rea = await street.laptop("Rea");
  await rea.found();
  const kai = await street.laptop("Kai");
  await kai.join(await rea.invite());
  await kai.reads(/Met Rea/);
  await kai.go("#/house");
  await kai.page.getByText("Found one in the place of this one").click();
  await kai.page.locator("form", { hasText: "Without it, the Cause stays as it was." }).getByLabel("What is it called?").fill("Le Fournil again");
  await kai.press("Found it");
  await kai.reads("Le Fournil again is founded. This invitation is for the other member.");
  const link = await kai.page.locator(".ticket").first().textContent();
  await rea.go("#/new/join");
  await rea.fill("Your invitation", link);
  await rea.press("Look at it");
  await rea.press("Join");
  await rea.page.getByRole("button", { name: "Le Fournil again" }).waitFor();
  await rea.go("#/people");
  await rea.page.getByRole("link", { name: /Kai/ }).waitFor();
  await readable(rea, "a community in the place of another");
});

test("looking around is off, is turned on and off here, and stays as it was said", async () => {
  const una = await street.laptop("Una");
  await una.found();
  await una.go("#/house");
  await una.reads("This laptop does not look around on the network by itself.");
  await una.press("Look around on this network");
  // The stories are told on this machine alone, so that nothing is shown to whoever is near.
  await una.reads("It is to look around, and cannot just now");
  await una.close();
  const again = await street.laptop("Una");
  await again.page.getByRole("link", { name: "Today", exact: true }).waitFor();
  await again.go("#/house");
  await again.press("Look around no more");
  await again.reads("This laptop does not look around on the network by itself.");
});

test("a home whose keys are damaged is set aside in the window, and its words bring one back", async () => {
  const noa = await street.laptop("Noa");
  await noa.found();
  const words = (await noa.call("me.words", {})).words;
  await noa.close();
  const keys = join(street.home("Noa"), "identity.json");
  const kept = readFileSync(keys);
  writeFileSync(keys, "{");
  const back = await street.laptop("Noa");
  await back.reads("Your keys cannot be read.");
  await readable(back, "a home that cannot be opened");
  // Whoever mends it themself goes on as before.
  writeFileSync(keys, kept);
  await back.press("Try again");
  await back.page.getByRole("link", { name: "Today", exact: true }).waitFor();
  await back.close();
  writeFileSync(keys, "{");
  const again = await street.laptop("Noa");
  await again.press("Set it aside, and bring me back");
  await again.reads("Nothing of it was deleted.");
  assert.equal(readFileSync(join(`${street.home("Noa")}.aside-1`, "identity.json"), "utf8"), "{");
  await again.fill("The ticket from your other laptop, or your 24 words", words.join(" "));
  await again.fill("What do others call you?", "Noa");
  await again.press("Come in");
  await again.press("Start a community");
});

test("one of two communities that does not open says so, and the other goes on", async () => {
  const ida = await street.laptop("Ida");
  await ida.found();
  const { id } = await ida.call("found", { name: "The mill", cause: "Flour." });
  await ida.close();
  writeFileSync(join(street.home("Ida"), "communities", `${id}.palabre`), "a shopping list");
  const back = await street.laptop("Ida");
  await back.page.getByRole("link", { name: "Today", exact: true }).waitFor();
  await back.reads("It did not open. What this laptop keeps of the community is damaged.");
  await back.reads("That nobody on our street faces change alone.");
  await readable(back, "a community that did not open");
  await back.page.locator(".communities button[aria-pressed=false]").click();
  await back.reads("This community did not open.");
});

test("a round opens with an amount for each, and only whoever has one gives", async () => {
  const [uma, vic] = await street.two("Uma", "Vic");
  const { id: because } = await uma.call("decision.new", { question: "Release 300 €?", wording: "" });
  await uma.call("decision.open", { decision: because, how: "consent", days: 7, travel: 0, people: ["Uma"], releases: "300 EUR" });
  await uma.call("decision.answer", { decision: because, answer: ["consent"] });
  await uma.call("decision.count", { decision: because });
  const { id } = await uma.call("round.new", { purpose: "Spring", currency: "EUR", guidelines: "" });
  await uma.go(`#/round/${id}`);
  await uma.fill("How much is there to give, in EUR?", "300");
  await uma.page.getByLabel("Released by").selectOption(because);
  await uma.page.getByText("More: who gets how much").click();
  await uma.reads("No earlier round in this currency is settled.");
  await uma.page.getByLabel("By how involved each is").check();
  await uma.reads("It is shown nowhere else.");
  await uma.page.getByRole("combobox", { name: "Vic" }).selectOption("3: most of the time");
  await uma.page.getByLabel("An amount for each").check();
  await readable(uma, "a round with an amount for each");
  await uma.page.locator("form.mine").getByLabel("Uma", { exact: true }).fill("125.50");
  await uma.page.locator("form.mine").getByRole("button", { name: "Open giving" }).click();
  await uma.reads(/125\.50\s€ left to give/);
  await vic.go(`#/round/${id}`);
  await vic.reads(/0\.00\s€ left to give/);
});

test("somebody who lost everything comes back, and it is said who they were", async () => {
  const [zoe, kim] = await street.two("Zoe", "Kim");
  await kim.close();
  await zoe.settled("#/today");
  const back = await street.laptop("Kim anew");
  await back.join(await zoe.invite());
  await back.reads(/Met Zoe/);
  await zoe.go("#/people");
  await zoe.page.getByRole("link", { name: "Kim anew" }).waitFor();
  await zoe.page.getByRole("link", { name: /^Kim(?! anew)|^K\s*Kim(?! anew)/ }).first().click();
  await zoe.page.getByText("Kim lost every laptop and the words").click();
  await readable(zoe, "somebody who lost everything");
  await zoe.page.getByLabel("Who are they now?").selectOption("Kim anew");
  await zoe.page.locator("form", { hasText: "Who are they now?" }).getByRole("button", { name: "Ask everybody" }).click();
  await zoe.page.getByRole("heading", { name: "Shall what Kim lost be closed?" }).waitFor();
  await zoe.reads("This closes the old laptops");
  await zoe.go("#/people");
  await zoe.reads("formerly Kim");
});

test("what came of a decision is told, and its words are taken back", async () => {
  const yan = await street.laptop("Yan");
  await yan.found();
  const { id } = await yan.call("decision.new", { question: "A bench?", wording: "" });
  await yan.call("decision.open", { decision: id, how: "consent", days: 7, travel: 0 });
  await yan.call("decision.answer", { decision: id, answer: ["consent"] });
  await yan.call("decision.count", { decision: id });
  await yan.go(`#/decision/${id}`);
  await yan.fill("What came of it?", "It stands since Monday.");
  await yan.press("Tell");
  await yan.reads("It stands since Monday.");
  await readable(yan, "what came of a decision");
  await yan.page.getByText("Take my words back").click();
  await yan.press("Take them back");
  await yan.reads("Withdrawn by its author.");
  assert.equal(await yan.page.getByText("It stands since Monday.").count(), 0);
  await yan.page.getByText("Tell how it went on").click();
  await yan.fill("What came of it?", "It stands since Tuesday.");
  await yan.press("Tell");
  await yan.reads("It stands since Tuesday.");
});

test("a line on the wall carries a file, which stands beside it", async () => {
  const [ada, bob] = await street.two("Ada", "Bob");
  await ada.call("share.new", { kind: "gift", text: "apple pie in the kitchen", to: [] });
  await ada.call("share.new", { kind: "offer", text: "two seats to Lyon", to: [] });
  await ada.go("#/sharing");
  const pie = ada.page.locator(".wall .row", { hasText: "apple pie" });
  await pie.locator("summary").click();
  const photo = { name: "pie.txt", mimeType: "text/plain", buffer: Buffer.from("a pie") };
  await ada.chooses(photo, () => pie.getByRole("button", { name: "Attach a file" }).click());
  await pie.getByText("pie.txt").waitFor();
  await readable(ada, "a file on the wall");
  assert.equal(await ada.page.locator(".wall .row", { hasText: "two seats" }).getByText("pie.txt").count(), 0);
  await bob.go("#/sharing");
  const taken = bob.page.locator(".wall .row", { hasText: "apple pie" });
  await taken.getByText("pie.txt").waitFor();
  // Whoever takes it can say a word with that, and take the word back.
  await taken.getByRole("button", { name: "I take it" }).click();
  await taken.getByRole("button", { name: "In words" }).click();
  await bob.page.getByLabel("In words").last().fill("half of it, after lunch");
  await bob.page.getByRole("button", { name: "Save" }).click();
  await ada.reads("Bob – half of it, after lunch");
  await taken.getByText("half of it, after lunch").waitFor();
  await readable(bob, "an answer on the wall in words");
  await taken.getByText("Take my words back").click();
  await taken.getByRole("button", { name: "Take them back" }).click();
  await ada.page.getByText("half of it").waitFor({ state: "detached" });
  await ada.reads("taken by Bob");
});

test("the register is looked through by what was decided about, and a project stands in its order", async () => {
  const rex = await street.laptop("Rex");
  await rex.found();
  const { id: oven } = await rex.call("project.new", { name: "Oven", why: "Bread" });
  const decide = async (question, about) => {
    const { id } = await rex.call("decision.new", { question, wording: "" });
    await rex.call("decision.open", { decision: id, how: "consent", days: 7, travel: 0, about });
    await rex.call("decision.answer", { decision: id, answer: ["consent"] });
    await rex.call("decision.count", { decision: id });
  };
  await decide("Bricks or clay?", oven);
  await decide("A lamp for the yard?");
  await rex.settled("#/register");
  const rows = rex.page.locator("#page a.row");
  assert.equal(await rows.count(), 2);
  await rex.page.getByRole("combobox", { name: "About" }).selectOption(oven);
  await rows.nth(1).waitFor({ state: "detached" });
  assert.match(await rows.first().textContent(), /Bricks or clay\?/);
  await rex.settled(`#/project/${oven}`);
  const order = ["Needs", "Next steps", "Description", "Files", "Tied to it"];
  const headings = await rex.page.locator("#page h2").allTextContents();
  assert.deepEqual(headings.filter((one) => order.includes(one)), order);
});
