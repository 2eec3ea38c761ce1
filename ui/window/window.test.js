// The app itself: its window on a screen, its node, its links. What the pages promise is told in ui/stories.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { Machine } from "./machine.js";

let machine;
beforeEach(async () => (machine = await Machine.on()));
afterEach(async ({ name }) => {
  // A window that has ended shows nothing any more.
  await machine.picture(name).catch(() => {});
  await machine.end();
});

/** Has the app go on without its window. The driver may say that what it pressed was gone: the window is. */
function goesOn(window) {
  return window.becomes(
    "no window",
    `[...document.querySelectorAll("button")].find((one) => one.innerText.trim() === "Go on")?.click();
     return document.hidden;`,
  );
}

/** Somebody else's invitation, as a link. `keeps`: whether their laptop stays on. `question`: what they ask everybody. */
async function invitation(keeps, question) {
  const ana = machine.other("ana");
  await machine.terminal(["me", "new", "Ana"], ana);
  await machine.terminal(["found", "Le Fournil", "--cause", "Bread that the street bakes together"], ana);
  if (question) {
    await machine.terminal(["decision", "new", question], ana);
    await machine.terminal(["decision", "open", question, "--how", "sense-check"], ana);
  }
  if (keeps) await machine.keep(ana);
  const said = await machine.terminal(["invite"], ana);
  return said.split("\n")[0].trim();
}

test("somebody begins, founds a community, answers, and finds it all again after a crash", async () => {
  const first = await machine.open();
  await first.reads("What do others call you?");
  await first.readable("the first page");
  await first.found("Ana");
  await first.reads("That nobody on our street faces change alone.");
  await first.readable("today");
  await first.press("Ask it");
  await first.answers("Fine with me");
  await first.reads("You answered “Fine with me”");
  const decision = await first.run("return location.hash");
  // As if the power had gone: what was said to be saved is.
  await first.close();

  const second = await machine.open();
  await second.reads("Le Fournil");
  await second.go(decision);
  await second.reads("You answered “Fine with me”");
});

test("a home that cannot be opened has a window that says so, and opens once it can", async () => {
  const first = await machine.open();
  await first.found("Ana");
  await first.close();
  const keys = join(machine.home, "identity.json");
  const kept = readFileSync(keys);
  writeFileSync(keys, "{");
  const second = await machine.open();
  await second.reads("Your keys cannot be read.");
  await second.readable("a home that cannot be opened");
  writeFileSync(keys, kept);
  await second.press("Try again");
  await second.reads("That nobody on our street faces change alone.");
});

test("a link that opens the app leads to its invitation", async () => {
  const link = await invitation();
  assert.match(link, /^palabre:\/\/join/);
  const window = await machine.open(link);
  await window.joins("Ben");
});

test("whoever follows an invitation gives a first answer in six steps", async () => {
  const window = await machine.open(await invitation(true, "Shall we bake at night?"));
  await window.joins("Ben");
  await window.follow("Shall we bake at night?");
  await window.answers("Fine with me");
  await window.reads("You answered “Fine with me”");
  // A bar is as long as its style says, which the policy lets in as an attribute alone.
  await window.becomes("a bar", "return document.querySelector('.picture .bar')?.offsetWidth > 0");
  // The Cause came after the frame.
  await window.paints("Bread that the street bakes together");
  // Name, begin, join, row, position, give.
  assert.equal(window.did, 6);
});

test("a link that is followed while the app runs is shown by the window that is there", async () => {
  const link = await invitation();
  const window = await machine.open();
  await window.found("Ben");
  await window.go("#/people");
  await window.reads("Invite somebody");
  assert.equal(await machine.startAgain(link), 0);
  await window.reads("Ana invites you");
  // Nothing is joined by itself.
  assert.equal((await window.call("me.show", {})).communities.length, 1);
  // What is no link only brings the window to the front.
  await window.go("#/today");
  assert.equal(await machine.startAgain(), 0);
  await window.reads("Le Fournil");
});

test("whoever closes the window is asked once whether Palabre goes on without it", async () => {
  const first = await machine.open();
  await first.found("Ana");
  await machine.pressClose();
  await first.reads("Shall Palabre go on when its window is closed?");
  await first.readable("closing");
  await goesOn(first);
  // It goes on, and whoever opens it again finds it as it was.
  assert.equal(await machine.startAgain(), 0);
  await first.becomes("the window", "return !document.hidden");
  await first.reads("That nobody on our street faces change alone.");
  await machine.pressClose();
  await first.becomes("no window", "return document.hidden");
  assert.equal(await machine.startAgain(), 0);
  // Whoever has changed their mind says so in their profile.
  await first.go("#/me");
  await first.reads("Palabre goes on, and your laptop meets the others.");
  await first.press("End with the window");
  await first.reads("Palabre ends with its window.");
  await machine.pressClose();
  await first.ended();
});

test("where the window goes on without being seen, a sign beside the clock opens and ends it", async () => {
  const sign = await machine.tray();
  const window = await machine.open();
  await window.found("Ana");
  await machine.pressClose();
  await window.reads("Shall Palabre go on when its window is closed?");
  await goesOn(window);
  await sign(["Open Palabre", "End Palabre"], "Open Palabre");
  await window.becomes("the window", "return !document.hidden");
  await sign(["Open Palabre", "End Palabre"], "End Palabre");
  await window.ended();
});

test("the window comes back as large as it was", async () => {
  const first = await machine.open();
  await first.found("Ana");
  await first.resize(1010, 690);
  const size = "return `${innerWidth} × ${innerHeight}`";
  await first.becomes("the new size", "return innerWidth === 1010");
  const was = await first.run(size);
  await machine.pressClose();
  await first.reads("End with the window");
  // The driver may not hear any more what became of a click that ends the app.
  await first
    .run(
      `setTimeout(() => [...document.querySelectorAll("button")]
         .find((one) => one.innerText.trim() === "End with the window").click(), 300);`,
    )
    .catch(() => {});
  await first.ended();
  const second = await machine.open();
  await second.reads("Le Fournil");
  assert.equal(await second.run(size), was);
});

test("a link on the wall says where a laptop can be met, and it is called", async () => {
  // The invitation says nowhere where Ana's laptop is, and nothing looks for it.
  const link = await invitation();
  const window = await machine.open(link);
  await window.joins("Zoe");
  const wall = await machine.keep(machine.other("ana"));
  assert.match(wall, /^palabre:\/\/meet/);
  assert.equal(await machine.startAgain(wall), 0);
  await window.reads("Met Ana");
  // One that leads nowhere says so, and harms nothing.
  assert.equal(await machine.startAgain("palabre://meet?at=nobody"), 0);
  await window.reads("This is no address. Write it like 192.168.1.20:4433.");
  await window.reads("Le Fournil");
});

test("what names somebody is said outside the window, and leads there", async () => {
  const link = await invitation(true);
  const pressed = await machine.desktop();
  const window = await machine.open(link);
  await window.joins("Zoe");
  await window.go("#/me");
  // The test may run at night.
  await window.tick("Nothing from 20:00 to 8:00 and on weekends");
  // What was there before is no news.
  await window.call("notices", { looking: true, no_names: false, no_summary: false, no_reminder: false, always: true });
  await window.go("#/today");
  await window.becomes("today", "return !document.querySelector('#page input')");
  await machine.pressClose();
  await window.reads("Shall Palabre go on when its window is closed?");
  await goesOn(window);

  const ana = machine.other("ana");
  await machine.terminal(["decision", "new", "Shall we lend the oven?", "--wording", "On Sundays"], ana);
  await machine.terminal(["comment", "Shall we lend", "Have you still got the key, @Zoe?"], ana);
  await pressed("Le Fournil", "“Shall we lend the oven?” names you.");
  await window.becomes("the window", "return !document.hidden");
  await window.reads("Have you still got the key, @Zoe?");
});

test("Today stands as it was drawn last until its program is there, unless something has changed", async () => {
  await machine.made("--members", "20", "--comments", "0");
  const start = async () => {
    const window = await machine.open();
    const drawn = "document.querySelector('body > main:not([inert]) .waits .row') && !document.querySelector('body > [inert]')";
    await window.becomes("today, by the program", `return !!${drawn}`);
    const [shown, waits] = await window.run(
      "return [performance.getEntriesByName('last-today').length, document.querySelector('.waits').innerText]",
    );
    // A crash may take what was kept in the last second.
    await new Promise((later) => setTimeout(later, 2_000));
    await window.close();
    return [shown, waits];
  };
  const [none, waits] = await start();
  assert.equal(none, 0);
  assert.deepEqual(await start(), [1, waits]);
  const window = await machine.open();
  await window.becomes("today", "return !!document.querySelector('.waits .row')");
  await window.go("#/me");
  const { id } = await window.call("decision.new", { question: "Shall we lend the oven?", wording: "On Sundays." });
  await window.call("decision.open", { decision: id, how: "proposal" });
  await window.close();
  const [changed, more] = await start();
  assert.equal(changed, 0);
  assert.ok(more.includes("Shall we lend the oven?"), more);
});

test("of two thousand comments those in sight are drawn, down to the last", async () => {
  const decision = await machine.made("--comments", "2000");
  const window = await machine.open();
  await window.run(
    `window.early = [];
     window.watch = new MutationObserver(() => window.early.push(document.querySelectorAll(".comment").length));
     window.watch.observe(document, { subtree: true, childList: true });`,
  );
  await window.go(`#/decision/${decision}`);
  await window.becomes("the page", "return !!document.querySelector('.tall')");
  // They lie below the window, so none is drawn before somebody comes near them.
  const early = await window.run("window.watch.disconnect(); return [document.querySelector('.tall').offsetTop, window.early, innerHeight];");
  assert.ok(early[0] > early[2] + 900, `the comments begin ${early[0]} pixels below the top of a page of ${early[2]}`);
  assert.ok(early[1].length > 0 && early[1].every((many) => many === 0), `drawn meanwhile: ${early[1]}`);
  const { comments } = (await window.call("decision.show", { decision })).around;
  assert.equal(comments.length, 2_000);
  const drawn = () => window.run("return document.querySelectorAll('.comment').length");
  const words = (comment) => comment.text.replace(/<[^>]*>/g, " ").trim().split(/\s+/).slice(0, 6).join(" ");
  const holds = `const [words] = arguments;
    return [...document.querySelectorAll(".comment")].some((one) => one.innerText.includes(words));`;
  await window.becomes("the first comment", `document.querySelector(".tall").scrollIntoView(); ${holds}`, words(comments[0]));
  assert.ok((await drawn()) < 120, `${await drawn()} at the beginning`);
  // What is not drawn has its room all the same, and what was scrolled to stays in sight while more becomes known.
  const end = `const page = document.querySelector("#page"); page.scrollTo(0, page.scrollHeight);`;
  await window.becomes("the last comment", `${end} ${holds}`, words(comments.at(-1)));
  assert.ok((await drawn()) < 120, `${await drawn()} at the end`);
  await window.becomes(
    "the middle",
    `const page = document.querySelector("#page"); page.scrollTo(0, page.scrollHeight / 2);
     const seen = document.elementFromPoint(600, 400)?.closest(".comment");
     return !!seen;`,
  );
  assert.ok((await drawn()) < 120, `${await drawn()} in the middle`);
});

test("of hundreds of answers twelve of each position are shown, and the others to whoever wants to see them", async () => {
  const decision = await machine.made("--members", "400", "--comments", "0");
  const window = await machine.open();
  await window.go(`#/decision/${decision}`);
  await window.becomes("the answers", "return !!document.querySelector('.answers')");
  const all = await window.call("decision.show", { decision });
  const first = await window.call("decision.show", { decision, answers: 12, comments: 60 });
  const more = first.more.map(({ voices }) => voices);
  assert.ok(more.length > 0, "there are more than twelve of a position");
  assert.equal(first.answers.length + more.reduce((sum, many) => sum + many), all.answers.length);
  const buttons = "return [...document.querySelectorAll('.answers button')].map((one) => one.innerText.trim())";
  assert.deepEqual(await window.run(buttons), more.map((many) => `And ${many} more`));
  await window.press(`And ${more[0]} more`);
  await window.becomes(
    "all answers",
    "const more = document.querySelector('.answers button'); more?.click(); return !more;",
  );
});
