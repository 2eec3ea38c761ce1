import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readable, village } from "./people.js";

let street;
before(async () => (street = await village()));
after(() => street.end());

/** Lets a day pass, and waits until it has. */
async function aDay(laptop, words) {
  await laptop.press("Let a day pass");
  await laptop.reads(words);
}

test("somebody looks around without a name, answers, gives, and days pass", async () => {
  const guest = await street.laptop("Guest");
  await guest.press("Look around first");
  await guest.reads("You sit in Dung’s chair");
  await guest.reads("That nobody on our street faces change alone.");
  await guest.reads("Keys to the street door");
  await guest.reads(/Met .* laptop/);
  await readable(guest, "today in the example");
  const lunch = guest.page.getByRole("link", { name: /lunch be shared\?/ }).first();
  guest.interactions += 1;
  await lunch.click();
  await guest.reads(/7 of 12 have answered/);
  await guest.answers("Fine with me");
  assert.ok(guest.interactions <= 4, `${guest.interactions} interactions to the first answer`);
  await guest.reads("You answered “Fine with me”");
  await guest.reads(/8 of 12 have answered/);
  await guest.reads("Read by 7.");
  const question = new URL(guest.page.url()).hash;

  await guest.go("#/budgets");
  await guest.page.getByRole("link", { name: /Spring round/ }).first().click();
  await guest.reads("200.00 € left to give.");
  await guest.reads("950.00 €");
  const round = new URL(guest.page.url()).hash;
  await guest.page.getByLabel("What I give to Radio: second-hand mixer").fill("30");
  await guest.press("Give 30.00 €");
  await guest.reads("170.00 € left to give.");

  await aDay(guest, "Day 1 of 6.");
  await guest.go(question);
  await guest.reads(/Saved here and with 8 others/);
  await aDay(guest, "Day 2 of 6.");
  await guest.go(question);
  await guest.reads(/Counted by Chiara Lombardi|Final/);
  await guest.reads(/11 of 12/);
  for (const day of [3, 4, 5]) await aDay(guest, `Day ${day} of 6.`);
  await aDay(guest, "The story is over.");
  assert.equal(await guest.page.getByRole("button", { name: "Let a day pass" }).count(), 0);
  await guest.go(round);
  await guest.reads(/Settled and final: .* found the same result/);
  await guest.reads("1,340.00 €");
  await readable(guest, "a round that was settled");

  // Nothing leads out of it, and nothing of it stays.
  await guest.go("#/people");
  await guest.press("Invite somebody");
  await guest.reads("This leads out of the example.");
  await guest.press("Begin for real");
  await guest.reads("What do others call you?");
  await guest.found("Guest");
  assert.equal(await guest.page.getByText("Keys to the street door").count(), 0);
  assert.equal((await guest.call("me.show", {})).communities.length, 1);
});

test("the example speaks the language of the window, and people their own", async () => {
  const visite = await street.laptop("Visite", { locale: "fr", viewport: { width: 1024, height: 640 } });
  await visite.press("Jeter d’abord un œil");
  await visite.reads("Tu es à la place de Dung");
  await visite.reads(/Avis d’Eszter Kovács/);
  await visite.page.getByRole("link", { name: /Partage-t-on le déjeuner/ }).first().click();
  await visite.reads("I cook at noon.");
  await visite.answers("Ça me va", "Donner ma réponse");
  await visite.reads(/8 réponses sur 12/);
  await visite.go("#/projects");
  await visite.reads("Café réparation");
  await readable(visite, "les projets de l’exemple");
  await visite.go("#/decisions");
  await visite.page.getByRole("link", { name: /Clés de la porte/ }).first().click();
  await visite.reads("Demandée pour une objection\u00a0; sinon comme tu veux.");
  // Languages stand by their names, and are kept by their codes.
  await visite.go("#/me");
  const spoken = visite.page.getByLabel("Langues que je parle");
  await visite.page.waitForFunction(() => document.querySelector("form input")?.value !== "");
  assert.equal(await spoken.inputValue(), "vietnamien, anglais, français");
  await spoken.fill("Vietnamien, wolof, la langue des oiseaux");
  await visite.press("Garder");
  await visite.reads("Enregistré.");
  const said = await visite.call("profile.show", {}, "example");
  assert.deepEqual(said.languages, ["vi", "wo", "la langue des oiseaux"]);
  await visite.press("Laisser passer un jour");
  await visite.reads("Jour 1 sur 6.");
});

test("people stand A to Z with what they share, and answers are read at a glance", async () => {
  const visita = await street.visitor("es");
  await visita.settled("#/people");
  await visita.page.getByRole("link", { name: /Fatou Ndiaye contabilidad/ }).waitFor();
  await visita.go("#/projects");
  await visita.page.getByRole("link", { name: "Radio del barrio" }).first().click();
  await visita.reads("En pausa. El equipo: Alma Reyes e Ibrahim Yılmaz.");
  const question = async (name) => {
    await visita.go("#/register");
    await visita.page.getByRole("link", { name }).first().click();
    await visita.page.locator("h1", { hasText: name }).waitFor();
  };
  // Whoever chose between options stands by name.
  await question("¿Qué tarde para las puertas abiertas?");
  await visita.page.locator(".answers [role=listitem]").nth(11).waitFor();
  const names = await visita.page.locator(".answers [role=listitem] > strong").allTextContents();
  assert.equal(names.map((name) => name[0]).join(""), "ABCDEFGHIJKL");
  // The result is said once; whoever gave no reason stands in one line.
  await question("Liberar 2400,00");
  await visita.page.locator(".figure", { hasText: "Aprobada" }).waitFor();
  assert.equal(await visita.page.getByText("Aprobada").count(), 1);
  assert.equal(await visita.page.locator(".answers li").count(), 1);
  await visita.reads("Alma Reyes · Bastien Caron · Chiara Lombardi");
});

test("every letter of everybody’s name is drawn by the fonts that come along", async () => {
  const guest = await street.visitor("en", { name: "Letters" });
  await guest.settled("#/people");
  const devtools = await guest.page.context().newCDPSession(guest.page);
  await devtools.send("DOM.enable");
  await devtools.send("CSS.enable");
  const { root } = await devtools.send("DOM.getDocument", { depth: 0 });
  const rows = await devtools.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: "#page .rows .row *" });
  let drawn = 0;
  for (const nodeId of rows.nodeIds) {
    const { fonts } = await devtools.send("CSS.getPlatformFontsForNode", { nodeId });
    for (const font of fonts) {
      assert.ok(font.isCustomFont, `${font.familyName} is of this machine, and draws ${font.glyphCount} letters`);
      drawn += font.glyphCount;
    }
  }
  assert.ok(drawn > 200, `${drawn} letters`);
});

test("a line of the wall is one line where it fits", async () => {
  const guest = await street.visitor("fr");
  await guest.settled("#/sharing");
  const heights = () =>
    guest.page.locator(".wall > li").evaluateAll((lines) => lines.map((line) => line.getBoundingClientRect().height));
  for (const width of [1280, 1024]) {
    await guest.page.setViewportSize({ width, height: width === 1280 ? 800 : 640 });
    // One of seven was answered, which stands below it.
    const high = (await heights()).filter((height) => height > 44);
    assert.ok(high.length <= 1, `${width}: ${await heights()}`);
  }
});

test("while answers are on their way it is said how they stand so far", async () => {
  const guest = await street.visitor("en");
  await guest.settled("#/decisions");
  await guest.page.getByRole("link", { name: /compost/ }).first().click();
  await guest.reads(/Ended yesterday.*For now: 7 for, 1 against, 1 abstention\./);
});
