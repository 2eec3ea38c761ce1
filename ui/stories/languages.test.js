import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { unreadable, village } from "./people.js";

let street;
before(async () => (street = await village()));
after(() => street.end());

const visitors = {};

/** Somebody who looks around in the example in this language, in one test after the other. */
const visitor = (language) => (visitors[language] ??= street.visitor(language));

/** The same in a language that nobody speaks. */
const stranger = () => (visitors.marked ??= street.visitor("en", { name: "visitor-marked", words: markedMessages }));

/** Texts that do not fit: wider than the window, cut off, or beyond the edge of the page. */
function cut() {
  const wrong = [];
  const root = document.documentElement;
  const say = (what, node) => wrong.push(`${what}: <${node.localName} class="${node.className}"> ${node.textContent.trim().slice(0, 60)}`);
  if (root.scrollWidth > root.clientWidth) say("wider than the window", document.body);
  for (const one of document.querySelectorAll("main, dialog[open]")) if (one.scrollWidth > one.clientWidth) say("wider than the page", one);
  const scrolls = (node) => node.closest("pre, .words table, .ticket, .hits") !== null;
  // Lines that end in dots on purpose: the rest of them is where they lead.
  const dots = (style) => style.textOverflow === "ellipsis";
  // What a dialog covers is looked at without it.
  const all = document.querySelector("dialog[open]") ?? document.body;
  for (const node of all.querySelectorAll("*")) {
    const text = [...node.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
    if (text.length === 0 || node.closest("svg, .unseen, .skip, option, datalist") || !node.checkVisibility() || scrolls(node)) continue;
    const style = getComputedStyle(node);
    if (node.scrollWidth > node.clientWidth + 1 && style.display !== "inline" && !dots(style)) say("wider than its box", node);
    const hidden = ["hidden", "clip"].includes(style.overflowY);
    if (hidden && node.scrollHeight > node.clientHeight + 1) say("higher than its box", node);
    for (const one of text) {
      const range = document.createRange();
      range.selectNodeContents(one);
      const box = range.getBoundingClientRect();
      const within = node.closest("main, .top, .places, .status, .example, dialog") ?? root;
      const edge = within.getBoundingClientRect();
      const clips = dots(style) || node.parentElement.closest(":is(.top, .row, .status, .bar-row, .slice) *, .status, .slice");
      if (!clips && (box.right > edge.right + 1 || box.left < edge.left - 1)) say("beyond the edge", node);
      // Of the frame nothing scrolls up or down.
      if (within.matches(".top, .status") && (box.bottom > edge.bottom + 1 || box.top < edge.top - 1)) say("out of the frame", node);
    }
  }
  // A field cuts off what does not fit into it: what it asks for, and what is chosen. What one filters by
  // stands in a narrow one.
  const ruler = document.createElement("canvas").getContext("2d");
  const sides = ["paddingInlineStart", "paddingInlineEnd"];
  for (const node of all.querySelectorAll("input[placeholder], select:not(.filters *)")) {
    if (!node.checkVisibility()) continue;
    const style = getComputedStyle(node);
    ruler.font = style.font;
    const texts = node.placeholder === undefined ? [...node.options].map((one) => one.text) : [node.placeholder];
    const arrow = node.placeholder === undefined ? 20 : 0;
    const room = sides.reduce((room, side) => room - parseFloat(style[side]), node.clientWidth - arrow);
    for (const text of texts) if (ruler.measureText(text).width > room) wrong.push(`cut off in its field: ${text}`);
  }
  // Nor do the numbers of a list stand in a box of their own.
  for (const node of all.querySelectorAll("ol > li")) {
    if (!node.checkVisibility()) continue;
    ruler.font = getComputedStyle(node).font;
    const number = `${[...node.parentElement.children].indexOf(node) + 1}. `;
    const room = node.getBoundingClientRect().left - node.closest("main, dialog").getBoundingClientRect().left;
    if (ruler.measureText(number).width > room) say("its number is cut off", node);
  }
  return [...new Set(wrong)];
}

const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 640 },
];

/** What of what stands there now does not fit, in two windows and with letters twice as large. */
async function unfit(guest, name) {
  const found = [];
  await guest.unfolds();
  for (const viewport of sizes) {
    await guest.page.setViewportSize(viewport);
    for (const size of ["100%", "200%"]) {
      await guest.page.evaluate((size) => (document.documentElement.style.fontSize = size), size);
      for (const one of await guest.page.evaluate(cut)) found.push(`${name}, ${viewport.width}, ${size}: ${one}`);
    }
  }
  await guest.page.evaluate(() => (document.documentElement.style.fontSize = ""));
  await guest.page.setViewportSize(sizes[0]);
  return found;
}

for (const language of ["fr", "es", "en"]) {
  test(`every page fits in ${language}, in two windows and with letters twice as large`, async () => {
    const guest = await visitor(language);
    const found = [];
    for (const [name, place] of await guest.everyPage()) {
      await guest.settled(place);
      found.push(...(await unfit(guest, name)));
    }
    assert.deepEqual(found, []);
  });
}

/** What of what stands there now cannot be read by everybody, in these colours. */
async function hidden(guest, name, schemes = ["light", "dark"]) {
  const found = [];
  for (const colorScheme of schemes) {
    await guest.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // In the dark nothing but the colours is another.
    const rules = colorScheme === "dark" ? ["color-contrast"] : undefined;
    for (const one of await unreadable(guest, rules)) found.push(`${name} in ${colorScheme}: ${one}`);
  }
  return found;
}

test("every page of the example can be read by everybody, in light and dark", async () => {
  const guest = await visitor("en");
  for (const [name, place] of await guest.everyPage()) {
    await guest.settled(place);
    await guest.unfolds();
    assert.deepEqual(await hidden(guest, name), []);
  }
});

// A language that nobody speaks: the English messages with a mark on every letter. What has none was not said in a language.
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const MARKED = "åƀçđëƒğħïĵķłɱñøþɋŕšŧüṽŵẋÿž";
const MARKED_LARGE = "ÅɃÇĐËƑĞĦÏĴĶŁⱮÑØÞɊŔŠŦÜṼŴẊŸŽ";
const marked = (text) =>
  text.replace(/[a-zA-Z]/g, (letter) => {
    const at = LETTERS.indexOf(letter.toLowerCase());
    return (letter === letter.toLowerCase() ? MARKED : MARKED_LARGE)[at];
  });

/** The messages with their letters marked: neither their names, nor what they name, nor which form is chosen. */
function markedMessages(text) {
  const line = (one) => {
    if (/^\s*#/.test(one)) return one;
    const [, head, rest] = one.match(/^([a-zA-Z][\w-]* =|\s*\*?\[\w+\]|\s*)(.*)$/);
    return head + rest.replace(/\{[^{}]*\}?|[^{]+/g, (part) => (part.startsWith("{") ? part : marked(part)));
  };
  return text.split("\n").map(line).join("\n");
}

/** What a page shows: its texts, and what is read aloud in their place. */
function visible() {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const [text, within] = [walk.currentNode.data.trim(), walk.currentNode.parentElement];
    // A language is called by its own name, and keys have theirs; the words that bring somebody back are the same in all.
    if (text && !within.closest("script, style, .languages, .initials, kbd, .ticket, .words24, [lang=en]:not(html)")) found.push(text);
  }
  for (const one of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    if (one.closest(".languages")) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      const text = one.getAttribute(name)?.trim();
      if (text) found.push(text);
    }
  }
  return found;
}

/** Fields in which the node speaks English, for terminals: no window shows them. */
const FOR_TERMINALS = ["sentence", "arithmetic", "rules", "message", "hint"];
/** Fields in which one small word is somebody’s, and not the name of a state, a kind or a position. */
const SMALL_WORDS = ["shares", "learns", "text"];
// The browser says days, months and units itself; the program, what it is called and what its files are.
const KNOWN =
  /\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(January|February|March|April|May|June|July|August|September|October|November|December)\b|\b(today|yesterday|tomorrow)\b|\b(k?B|byte|MB)\b|\b(Palabre|[A-Z]{3}|CSV|JSON|QR|Ctrl|Enter|Esc|URL)\b|\b(CC|BY|SA)\b|(palabre|https?):\/\/\S*|[\w.-]+\.example\.org/g;

/** Listens to what somebody’s pages are told, and returns what tells which of their texts are in no language. */
async function listening(guest) {
  const said = new Set();
  const texts = (value, key = "") => {
    if (Array.isArray(value)) value.forEach((one) => texts(one, key));
    else if (value && typeof value === "object") {
      // What a bucket pays for is somebody’s word, too.
      Object.entries(value).forEach(([key, one]) => texts(one, "income" in value && key === "what" ? "text" : key));
    } else if (typeof value === "string" && !FOR_TERMINALS.includes(key)) {
      if (/^[a-z-]*$/.test(value) && !SMALL_WORDS.includes(key)) return;
      // Prose comes as HTML: what is seen of it lies between the tags.
      const plain = value.replace(/&(amp|lt|gt|quot|#39);/g, (_, one) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[one]);
      for (const part of [value, ...plain.split(/<[^>]*>|\n/)]) if (/[a-zA-Z]{2}/.test(part)) said.add(part.replaceAll("\u00a0", " ").trim());
    }
  };
  guest.page.on("response", async (answer) => {
    if (/\/(example|call)\//.test(answer.url())) texts(await answer.json().catch(() => null));
  });
  const names = new Intl.DisplayNames("en-GB", { type: "language" });
  for (const code of ["en", "fr", "es", "it", "pt", "de", "ar", "vi", "hu", "ja", "tr", "sr", "wo", "tw"]) said.add(names.of(code));
  // What a visitor of the example has read before anybody listened.
  for (const one of ["me.show", "cause.show", "members"]) await guest.call(one, {}, "example").catch(() => {});
  return async () => {
    const longest = [...said].sort((one, other) => other.length - one.length);
    return (await guest.page.evaluate(visible)).filter((text) => {
      let rest = text.replaceAll("\u00a0", " ");
      for (const one of longest) if (rest.includes(one)) rest = rest.replaceAll(one, " ");
      return /[a-zA-Z]{2,}/.test(rest.replace(KNOWN, " "));
    });
  };
}

test("no word on any page of the example was left out of the languages", async () => {
  const guest = await stranger();
  const unsaid = await listening(guest);
  const pages = await guest.everyPage();
  await guest.settled("#/projects");
  const left = new Set();
  for (const [name, place] of pages) {
    await guest.settled(place);
    await guest.unfolds();
    for (const text of await unsaid()) left.add(`${name}: ${text.slice(0, 120)}`);
  }
  assert.deepEqual([...left], []);
  // A word that is in no language is found.
  await guest.page.evaluate(() => document.querySelector("#page").append("Not said in a language"));
  assert.deepEqual(await unsaid(), ["Not said in a language"]);
  await guest.page.evaluate(() => document.querySelector("#page").lastChild.remove());
});

// ——— What stands on no page of the example: the first minutes, dialogs, and forms. ———

/** An invitation from somebody whose laptop is off. */
async function invitation() {
  const host = await street.laptop("Host");
  await host.call("me.new", { name: "Fatou Ndiaye" });
  await host.call("found", { name: "Le Fournil", cause: "That nobody on our street faces change alone." });
  await host.listens();
  const { link } = await host.call("invite", { uses: 9, days: 14 });
  await host.close();
  return link;
}

let invited;

/** One who looks around and one who comes go through all of it at the same time; `look` is called at each thing. */
async function everythingElse(looks, words, look) {
  const link = await (invited ??= invitation());
  const locale = looks.language;
  const comes = await street.laptop(`newcomer-${looks.name}`, { locale, desktop: true, words });
  const goes = async (guest, ...walks) => {
    const seen = await look(guest);
    for (const walk of walks) for await (const what of walk) await seen(what);
  };
  await Promise.all([
    goes(comes, comes.firstRun(link), comes.ownHouse()),
    goes(looks, looks.everyForm(), looks.everyDialog()),
  ]);
  await comes.close();
}

describe("the first minutes, every dialog and every form", { concurrency: 2 }, () => {
  // Colours are the same in every language, so that one language in both of them is enough.
  for (const [language, schemes] of Object.entries({ fr: ["light"], es: ["dark"], en: ["light", "dark"] })) {
    test(`fit in ${language}, and can be read by everybody`, async () => {
      const found = [];
      await everythingElse(await visitor(language), undefined, (guest) => async (what) => {
        found.push(...(await unfit(guest, what)));
        found.push(...(await hidden(guest, what, schemes)));
      });
      assert.deepEqual(found, []);
    });
  }

  test("leave no word out of the languages", async () => {
    const left = new Set();
    await everythingElse(await stranger(), markedMessages, async (guest) => {
      const unsaid = await listening(guest);
      return async (what) => {
        await guest.unfolds();
        for (const text of await unsaid()) left.add(`${what}: ${text.slice(0, 120)}`);
      };
    });
    assert.deepEqual([...left], []);
  });
});
