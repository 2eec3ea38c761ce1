import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { readable, village } from "./people.js";

let street;
before(async () => (street = await village()));
after(() => street.end());

test("what people write is shown, and a link says where it leads before it is followed", async () => {
  const mia = await street.laptop("Mia");
  await mia.found();
  const wording = "We join, at **8 €**, see https://compost.example/street?a=1 <img src=x onerror=alert(1)>";
  const { id } = await mia.call("decision.new", { question: "Compost?", wording });
  await mia.call("decision.open", { decision: id, how: "proposal" });
  await mia.go(`#/decision/${id}`);
  await mia.page.locator(".words strong", { hasText: "8 €" }).waitFor();
  assert.equal(await mia.page.locator(".words img").count(), 0);
  await mia.page.getByRole("link", { name: /compost.example/ }).click();
  await mia.reads("This leads out of Palabre, to compost.example");
  await mia.reads("https://compost.example/street?a=1");
  await readable(mia, "a link that leads out");
  // A key that belongs to the page does nothing while it is asked about.
  await mia.page.keyboard.press("1");
  await mia.press("Stay here");
  assert.equal(await mia.page.locator(".position[aria-pressed=true]").count(), 0);
  assert.ok(mia.page.url().includes(id));
});

test("keys answer, find and go; letters in a field stay letters", async () => {
  const leo = await street.laptop("Leo");
  await leo.found();
  const { id } = await leo.call("decision.new", { question: "Paint the door green?", wording: "" });
  await leo.call("decision.open", { decision: id, how: "consent" });
  await leo.go("#/today");
  await leo.page.getByRole("link", { name: /Paint the door/ }).first().waitFor();
  await leo.page.keyboard.press("Control+4");
  await leo.reads("Ask something");
  await leo.page.keyboard.press("Control+k");
  await leo.page.keyboard.type("paint the d");
  await leo.page.getByRole("option", { name: /Paint the door green/ }).waitFor();
  await leo.page.keyboard.press("Enter");
  await leo.reads("Asked for with an objection; otherwise as you like.");
  await leo.page.locator("h1").click();
  await leo.page.keyboard.press("2");
  // A key chooses; from there the next is the other position, then why, then the button that gives it.
  await leo.page.locator(".position[aria-pressed=true]:focus", { hasText: "Consent, with a worry" }).waitFor();
  await leo.reads("In a line, if you like.");
  await leo.page.keyboard.press("Tab");
  await leo.page.keyboard.press("Tab");
  await leo.page.keyboard.type("1 coat is enough");
  assert.equal(await leo.page.getByText("You answered").count(), 0, "nothing is given before it is said so");
  await leo.page.keyboard.press("Tab");
  await leo.page.keyboard.press("Enter");
  await leo.reads("You answered “Consent, with a worry”");
  await leo.reads("1 coat is enough");
  await leo.page.keyboard.press("?");
  await leo.reads("What the keys do");
  await leo.page.keyboard.press("Escape");
  await leo.reads("If it were counted now: carried. 1 of 1 answered");
});

test("a row of Today is left to the others with a key", async () => {
  const [uma, vic] = await street.two("Uma", "Vic");
  const { id } = await uma.call("decision.new", { question: "New lamps?", wording: "" });
  await uma.call("decision.open", { decision: id, how: "consent" });
  await vic.go("#/today");
  const row = vic.page.getByRole("link", { name: /New lamps.*Uma asks you/ });
  await row.focus();
  await vic.page.keyboard.press("l");
  await row.waitFor({ state: "detached" });
  await vic.reads("Coming");
});

test("a wording that changed is held against the one that was answered", async () => {
  const [ulf, viv] = await street.two("Ulf", "Viv");
  const { id } = await ulf.call("decision.new", { question: "Keys?", wording: "Whoever wants one gets one." });
  await ulf.call("decision.open", { decision: id, how: "consent" });
  await viv.go(`#/decision/${id}`);
  await viv.press("Consent, with a worry");
  await viv.fill("Why", "as long as there is a list");
  await viv.press("Give my answer");
  await viv.reads("You answered “Consent, with a worry”");
  await ulf.go(`#/decision/${id}`);
  await ulf.reads(/1 of 2 has answered/);
  await ulf.page.getByText("A new wording").click();
  await ulf.page.getByLabel("The proposal").first().fill("Those who did the fire round get one.");
  await ulf.press("Open the new wording");
  await viv.reads("The wording has changed since you answered. Your answer still counts.");
  await viv.page.getByText("See the difference").click();
  assert.equal(await viv.page.locator(".reworded del").textContent(), "Whoever wants one gets");
  assert.equal(await viv.page.locator(".reworded ins").textContent(), "Those who did the fire round get");
  await readable(viv, "a wording that changed");
  await viv.press("Change my answer");
  await viv.page.locator(".position:focus").waitFor();
  await viv.press("Still fine");
  await viv.page.locator(".reworded").waitFor({ state: "detached" });
  await viv.reads("You answered “Consent, with a worry”");
  // What was said with it is said again.
  await viv.page.locator(".answers", { hasText: "as long as there is a list" }).waitFor();
});

test("a position is chosen, outlives news from others, and is given with why", async () => {
  const [pat, quin] = await street.two("Pat", "Quin");
  const { id } = await pat.call("decision.new", { question: "A bell for the door?", wording: "A loud one." });
  await pat.call("decision.open", { decision: id, how: "consent" });
  await quin.go(`#/decision/${id}`);
  const give = quin.page.getByRole("button", { name: "Give my answer", exact: true });
  const chosen = (position) => quin.page.locator(".position[aria-pressed=true]", { hasText: position });
  await give.waitFor();
  assert.ok(await give.isDisabled(), "nothing is chosen yet");
  await quin.press("Objection");
  await quin.reads("what harm do you see, and what would make it safe enough to try?");
  await quin.page.getByText("How this is counted").click();
  await pat.go(`#/decision/${id}`);
  await pat.answers("Consent");
  await quin.reads(/1 of 2 has answered/);
  await chosen("Objection").waitFor();
  assert.ok(await quin.page.locator("details.counting").evaluate((details) => details.open), "what is being read stays open");
  // What was chosen was chosen for another wording: the new one is read first.
  await pat.call("decision.amend", { decision: id, wording: "A soft one." });
  await quin.page.getByRole("alert").getByText("The wording has changed since.").waitFor();
  assert.equal(await quin.page.locator(".position[aria-pressed=true]").count(), 0);
  await quin.press("Objection");
  await give.click();
  await quin.page.getByRole("alert").getByText("A reason is asked for with this answer.").waitFor();
  await quin.fill("Why", "It wakes the baby.");
  await readable(quin, "a position that is chosen");
  await give.click();
  await quin.reads("You answered “Objection”");
  await pat.page.locator(".answers", { hasText: "It wakes the baby." }).waitFor();
  assert.ok(await give.isDisabled(), "it stands already");
  // Whoever goes elsewhere before something is done comes back to a window that works.
  await quin.page.evaluate((back) => {
    [...document.querySelectorAll("button")].find((button) => button.textContent === back).click();
    location.hash = "#/today";
  }, quin.says("withdraw-now"));
  await pat.page.locator(".answers", { hasText: "It wakes the baby." }).waitFor({ state: "detached" });
  await quin.settled(`#/decision/${id}`);
  await quin.reads("You answered “Objection”");
  assert.equal(await quin.page.getByLabel("Why").first().inputValue(), "");
  // What stands is shown, also where it was said elsewhere.
  await quin.call("decision.answer", { decision: id, answer: ["consent"] });
  await quin.reads("You answered “Consent”");
  await chosen(/^Consent(?!,)/).waitFor();
});

test("an option that has a comma in it is chosen, and stays so", async () => {
  const ria = await street.laptop("Ria");
  await ria.found();
  const { id } = await ria.call("decision.new", { question: "What for lunch?", wording: "" });
  const options = ["Bread, butter", "Soup"];
  await ria.call("decision.open", { decision: id, how: "choose", options, up_to: 2 });
  await ria.go(`#/decision/${id}`);
  const option = (name) => ria.page.getByRole("checkbox", { name, exact: true });
  await option("Bread, butter").check();
  await ria.press("Give my answer");
  await ria.reads("You answered “Bread, butter”");
  await ria.settled("#/today");
  await ria.settled(`#/decision/${id}`);
  await ria.reads("You answered “Bread, butter”");
  assert.ok(await option("Bread, butter").isChecked());
  assert.ok(!(await option("Soup").isChecked()));
});

test("people answer each other, and what is being typed outlives news from others", async () => {
  const [ada, bob] = await street.two("Ada", "Bob");
  const { id } = await ada.call("project.new", { name: "Roof garden", why: "Tomatoes" });
  await ada.go(`#/project/${id}`);
  await bob.go(`#/project/${id}`);
  await ada.fill("Say something", "Who has **soil**, @Bob?");
  await ada.press("Say it");
  await bob.page.locator(".words strong", { hasText: "soil" }).waitFor();
  await bob.page.locator(".mention", { hasText: "@Bob" }).waitFor();
  // Bob is in the middle of a sentence when Ada says more.
  await bob.fill("Say something", "There is some");
  await ada.fill("Say something", "And sun?");
  await ada.press("Say it");
  await bob.reads("And sun?");
  // It arrived, so it is known to be on one more laptop.
  await ada.reads("Saved here and with 1 other.");
  assert.equal(await bob.page.getByLabel("Say something").inputValue(), "There is some");
  await bob.page.getByRole("button", { name: "Reply" }).first().click();
  await bob.fill("Your reply", "In the yard");
  await bob.page.locator(".answering").getByRole("button", { name: "Say it" }).click();
  await ada.reads("In the yard");
  await bob.page.getByRole("button", { name: "Thank you" }).first().click();
  await ada.reads("from Bob");
  // Hidden for oneself, and only there.
  await bob.page.getByRole("button", { name: "Hide it from me" }).first().click();
  await bob.reads("Hidden on this laptop.");
  await ada.reads("Who has");
  // Taken back by its author, everywhere; that copies stay is said before.
  await ada.page.getByText("Take my words back").nth(1).click();
  const back = ada.page.locator(".take-back[open]");
  await back.getByText("What somebody has copied cannot be recalled.").waitFor();
  await back.getByRole("button", { name: "Take them back" }).click();
  await bob.reads("Withdrawn by its author.");
  await readable(ada, "a thread");
});

test("whoever asks says one line to somebody who has not answered, and pages show it to nobody else", async () => {
  const [gia, hugo] = await street.two("Gia", "Hugo");
  const { id } = await gia.call("decision.new", { question: "Lunch?", wording: "" });
  await gia.call("decision.open", { decision: id, how: "proposal" });
  await gia.go(`#/decision/${id}`);
  await gia.reads("Not yet: Gia and Hugo. Only you are shown who.");
  await gia.page.getByText("Say a line to one of them").click();
  await gia.page.getByLabel("To whom").selectOption({ label: "Hugo" });
  await gia.fill("Your line", "You cook best: on Friday?");
  // News from elsewhere leaves the line, and whom it is to, as they are.
  await hugo.call("comment", { on: id, text: "Where?" });
  await gia.reads("Where?");
  assert.equal(await gia.page.getByLabel("Your line").inputValue(), "You cook best: on Friday?");
  await readable(gia, "a line to somebody");
  await gia.press("Send it");
  await gia.reads("From you to Hugo");
  assert.equal(await gia.page.getByText("Say a line to one of them").count(), 0, "nobody is left, and nobody gets two");
  await hugo.reads("Gia asks, and wrote you a line");
  await hugo.page.getByText("Lunch?").first().click();
  await hugo.reads("Gia to you");
  await hugo.reads("You cook best: on Friday?");
  assert.equal(await hugo.page.getByText("Only you are shown who").count(), 0);
  await hugo.answers("For");
  await hugo.reads("You answered “For”");
});

test("a page that is hidden does not come by itself, is found, and comes back", async () => {
  const sol = await street.laptop("Sol");
  await sol.found();
  const { id } = await sol.call("project.new", { name: "Night market", why: "Lamps" });
  await sol.go(`#/project/${id}`);
  await sol.press("Hide this page from me");
  await sol.reads("Hidden from you on this laptop");
  await sol.settled("#/projects");
  assert.equal(await sol.page.getByText("Night market").count(), 0);
  await sol.page.keyboard.press("Control+k");
  await sol.page.keyboard.type("night");
  await sol.page.getByRole("option", { name: /Night market/ }).waitFor();
  await sol.page.keyboard.press("Enter");
  await sol.press("Show it again");
  await sol.settled("#/projects");
  await sol.reads("Night market");
});

test("a line in a journal is taken back, a project is renamed, and what a bucket costs is changed", async () => {
  const tia = await street.laptop("Tia");
  await tia.found();
  const { id } = await tia.call("project.new", { name: "The oven", why: "Bread" });
  await tia.call("project.join", { project: id });
  await tia.call("project.note", { project: id, text: "The clay is dry." });
  await tia.go(`#/project/${id}`);
  await tia.page.getByText("Take my words back").click();
  await tia.press("Take them back");
  await tia.reads("Withdrawn by its author.");
  await tia.press("Write");
  await tia.fill("What is it called?", "The bread oven");
  await tia.fill("Licence of what it makes", "CC0");
  await tia.press("Save");
  await tia.page.getByRole("heading", { name: "The bread oven" }).waitFor();
  await tia.reads("What it makes is under CC0.");
  const round = await tia.call("round.new", { purpose: "Spring", currency: "EUR" });
  const bucket = await tia.call("bucket.new", { title: "Bricks", round: round.id });
  await tia.call("bucket.item", { bucket: bucket.id, what: "bricks", min: "50", max: "60.50" });
  await tia.go(`#/bucket/${bucket.id}`);
  await tia.page.getByRole("button", { name: "Change bricks" }).click();
  assert.equal(await tia.page.getByLabel("At most, in EUR, where that is more").inputValue(), "60.50");
  await tia.fill("At least, in EUR", "55");
  await tia.press("Save");
  await tia.reads("55.00 € – 60.50 €");
  assert.equal(await tia.page.locator("tbody tr").count(), 1);
});

test("a pot is shared out, settled, and told to the cent in French", async () => {
  const [eda, fay] = await street.two("Eda", "Fay", true);
  const release = await eda.call("decision.new", { question: "Release 200?", wording: "" });
  await eda.call("decision.open", { decision: release.id, how: "consent", releases: "200 EUR", travel: 0 });
  await eda.call("decision.answer", { decision: release.id, answer: ["consent"] });
  await fay.go(`#/decision/${release.id}`);
  await fay.answers("Je consens", "Donner ma réponse");
  await eda.go(`#/decision/${release.id}`);
  await eda.press("Count the answers");
  await fay.press("Me demander à chaque fois");
  await fay.press("Confirmer le compte");
  await fay.page.locator(".figure", { hasText: "Adoptée" }).waitFor();
  await fay.reads("2 réponses sur 2 (100 %, il en fallait 50 %). Personne ne s’y oppose.");
  const round = await eda.call("round.new", { purpose: "Spring", currency: "EUR", guidelines: "Open to all" });
  const bucket = await eda.call("bucket.new", { title: "Tools", round: round.id });
  await eda.call("bucket.item", { bucket: bucket.id, what: "irons", min: "50", max: "60" });
  await eda.call("round.open", { round: round.id, pot: "200", because: release.id, leftovers: "return", travel: 0 });
  await eda.go(`#/round/${round.id}`);
  await eda.reads("100.00 € left to give.");
  await eda.press("More");
  await eda.reads("95.00 € left to give.");
  await eda.page.getByLabel("What I give to Tools").fill("30");
  await eda.press("Give 30.00 €");
  await eda.reads("70.00 € left to give.");
  // What one gives stands first, and that one gives no more below it.
  const tools = await eda.page.getByLabel("What I give to Tools").boundingBox();
  const rest = await eda.page.getByRole("button", { name: "Leave the rest ungiven" }).boundingBox();
  assert.ok(tools.y < rest.y, JSON.stringify({ tools, rest }));
  await fay.go(`#/round/${round.id}`);
  await fay.page.getByLabel("Ce que je donne à Tools").fill("29,50");
  await fay.press("Donner 29,50 €");
  await fay.reads("70,50 € à répartir.");
  await fay.reads("De quoi commencer ; 0,50 € jusqu’au maximum");
  await readable(fay, "a round");
  // Whoever wants money for something comes to where it is being given.
  await eda.go("#/today");
  await eda.page.keyboard.press("Control+k");
  await eda.page.keyboard.type("ask money");
  await eda.page.getByRole("option", { name: /Ask money for something/ }).waitFor();
  await eda.page.keyboard.press("Enter");
  await eda.page.waitForURL(`**/#/round/${round.id}`);
});

test("a file is attached, comes to the other laptop, and a saved decision is counted again", async () => {
  const gus = await street.laptop("Gus");
  await gus.found();
  const { id } = await gus.call("decision.new", { question: "Keep the keys?", wording: "By the door." });
  await gus.call("decision.open", { decision: id, how: "consent" });
  await gus.call("decision.answer", { decision: id, answer: ["consent"] });
  await gus.call("decision.count", { decision: id });
  await gus.go(`#/decision/${id}`);
  await gus.reads("Final: 1 of 1 found the same result.");
  // As long as it is on its way to the node, that is said.
  let arrive;
  const held = new Promise((free) => (arrive = free));
  await gus.page.route("**/file/keys.txt", (route) => held.then(() => route.continue()));
  const file = { name: "keys.txt", mimeType: "text/plain", buffer: Buffer.from("under the mat") };
  await gus.chooses(file, () => gus.press("Attach a file"));
  const bar = gus.page.getByRole("progressbar", { name: "Attaching…" });
  await bar.waitFor();
  arrive();
  await gus.reads("keys.txt");
  await bar.waitFor({ state: "detached" });
  const copied = gus.page.waitForEvent("download");
  await gus.press("Save a copy");
  assert.equal(readFileSync(await (await copied).path(), "utf8"), "under the mat");
  await gus.page.getByText("How this is counted").click();
  const saved = gus.page.waitForEvent("download");
  await gus.press("Save for a re-count by anyone");
  const recount = await (await saved).path();
  await gus.go("#/verify");
  const again = gus.page.waitForEvent("filechooser");
  await gus.press("Choose the file");
  await (await again).setFiles(recount);
  await gus.reads("Verified: this file counts as it says.");
  await gus.reads(/1 of 1 answered/);
  // One changed letter is found.
  const bytes = readFileSync(recount);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(`${recount}.changed`, bytes);
  const once = gus.page.waitForEvent("filechooser");
  await gus.press("Choose the file");
  await (await once).setFiles(`${recount}.changed`);
  await gus.page.getByText("Verified: this file counts as it says.").waitFor({ state: "detached" });
});

test("files that are dropped go to the page that is open, and to no other", async () => {
  const una = await street.laptop("Una");
  await una.found();
  const { id } = await una.call("decision.new", { question: "A new sign?", wording: "Above the door." });
  const drop = async (...names) => {
    const taken = names.map((name) => una.page.waitForResponse((answer) => answer.url().endsWith(`/file/${name}`)));
    await una.page.evaluate((names) => {
      const data = new DataTransfer();
      for (const name of names) data.items.add(new File([`what is in ${name}`], name));
      window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    }, names);
    await Promise.all(taken);
  };
  await una.settled("#/today");
  await drop("nowhere.txt");
  await una.page.waitForTimeout(400);
  await una.settled(`#/decision/${id}`);
  await drop("sketch.txt", "letters.txt");
  await una.reads("sketch.txt");
  await una.reads("letters.txt");
  assert.equal(await una.page.getByText("nowhere.txt").count(), 0);
});

test("a decision that begins on an intention is about it", async () => {
  const [xan, yma] = await street.two("Xan", "Yma");
  const { id } = await xan.call("intention.new", { what: "A bench outside", why: "To sit.", touches: ["Yma"] });
  await yma.go(`#/intention/${id}`);
  await yma.reads("A bench outside");
  await yma.page.locator("#page a[href='#/new/decision/" + id + "']").click();
  await yma.fill("The question", "Where does the bench stand?");
  await yma.press("Next");
  await yma.page.getByLabel("What it is about").waitFor();
  assert.equal(await yma.page.getByLabel("What it is about").inputValue(), id);
  await yma.press("Open the decision");
  await yma.page.locator(`#page a[href='#/intention/${id}']`).waitFor();
  await readable(yma, "a decision about an intention");
});

test("of two with one name each is offered what is theirs", async () => {
  const ana = await street.laptop("Ana");
  await ana.found();
  const twin = await street.laptop("Another Ana");
  twin.name = "Ana";
  await twin.join(await ana.invite());
  await twin.reads(/Met Ana/);
  await twin.go("#/new/decision");
  await twin.fill("The question", "Which Ana?");
  await twin.press("Next");
  // Only whose draft it is can open it.
  await twin.reads("How would you like to decide?");
  await ana.go("#/decisions");
  await ana.follow("Which Ana?");
  await ana.page.getByRole("heading", { name: "Which Ana?" }).waitFor();
  assert.equal(await ana.page.getByText("How would you like to decide?").count(), 0);
});

test("a backup is sealed with a passphrase that is asked for", async () => {
  const ivo = await street.laptop("Ivo");
  await ivo.found();
  await ivo.go("#/me");
  await ivo.press("Save a backup");
  // What nobody sees is written twice.
  const [once, again] = [ivo.page.locator("dialog input").first(), ivo.page.locator("dialog input").last()];
  await once.fill("short");
  assert.ok(await ivo.page.getByRole("button", { name: "Next", exact: true }).isDisabled());
  await again.fill("short");
  await ivo.press("Next");
  await ivo.reads(/at least eight letters/);
  const saved = ivo.page.waitForEvent("download");
  for (const field of [once, again]) await field.fill("four words of mine");
  await ivo.press("Next");
  await ivo.reads(/Saved: .* with Le Fournil/);
  assert.ok(readFileSync(await (await saved).path()).length > 500);
});
