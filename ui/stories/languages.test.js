import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readable, village } from "./people.js";

let street;
before(async () => (street = await village()));
after(() => street.end());

/** Texts that do not fit: wider than the window, cut off, or beyond the edge of the page. */
function cut() {
  const wrong = [];
  const root = document.documentElement;
  const page = document.querySelector("#page");
  const say = (what, node) => wrong.push(`${what}: <${node.localName} class="${node.className}"> ${node.textContent.trim().slice(0, 60)}`);
  if (root.scrollWidth > root.clientWidth) say("wider than the window", document.body);
  if (page.scrollWidth > page.clientWidth) say("wider than the page", page);
  const scrolls = (node) => node.closest("pre, .words table, .ticket, .hits") !== null;
  // Lines that end in dots on purpose: the rest of them is where they lead.
  const dots = (style) => style.textOverflow === "ellipsis";
  for (const node of document.body.querySelectorAll("*")) {
    if (node.closest("svg, .unseen, .skip, option, datalist") || !node.checkVisibility()) continue;
    const text = [...node.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
    if (text.length === 0 || scrolls(node)) continue;
    const style = getComputedStyle(node);
    if (node.scrollWidth > node.clientWidth + 1 && style.display !== "inline" && !dots(style)) say("wider than its box", node);
    const hidden = ["hidden", "clip"].includes(style.overflowY);
    if (hidden && node.scrollHeight > node.clientHeight + 1) say("higher than its box", node);
    for (const one of text) {
      const range = document.createRange();
      range.selectNodeContents(one);
      const box = range.getBoundingClientRect();
      const within = node.closest("#page, .top, .places, .status, .example, dialog") ?? root;
      const edge = within.getBoundingClientRect();
      const clips = dots(style) || node.parentElement.closest(":is(.top, .row, .status, .bar-row, .slice) *, .status, .slice");
      if (!clips && (box.right > edge.right + 1 || box.left < edge.left - 1)) say("beyond the edge", node);
      // Of the frame nothing scrolls up or down.
      if (within.matches(".top, .status") && (box.bottom > edge.bottom + 1 || box.top < edge.top - 1)) say("out of the frame", node);
    }
  }
  return [...new Set(wrong)];
}

/** Opens what is folded, so that it is looked at, too. */
const unfold = () => document.querySelectorAll("#page details").forEach((one) => (one.open = true));

const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 640 },
];

for (const language of ["fr", "es", "en"]) {
  test(`every page fits in ${language}, in two windows and with letters twice as large`, async () => {
    const guest = await street.visitor(language);
    const found = [];
    for (const [name, place] of await guest.everyPage()) {
      await guest.settled(place);
      await guest.page.evaluate(unfold);
      for (const viewport of sizes) {
        await guest.page.setViewportSize(viewport);
        for (const size of ["100%", "200%"]) {
          await guest.page.evaluate((size) => (document.documentElement.style.fontSize = size), size);
          for (const one of await guest.page.evaluate(cut)) found.push(`${name}, ${viewport.width}, ${size}: ${one}`);
        }
      }
      await guest.page.evaluate(() => (document.documentElement.style.fontSize = ""));
    }
    assert.deepEqual(found, []);
  });
}

test("every page of the example can be read by everybody, in light and dark", async () => {
  const guest = await street.visitor("en");
  for (const [name, place] of await guest.everyPage()) {
    await guest.settled(place);
    await guest.page.evaluate(unfold);
    for (const colorScheme of ["light", "dark"]) {
      await guest.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await readable(guest, `${name} in ${colorScheme}`);
    }
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
    // A language is called by its own name, and keys have theirs.
    if (text && !within.closest("script, style, .languages, .initials, kbd, .ticket, [lang=en]:not(html)")) found.push(text);
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

test("no word on any page of the example was left out of the languages", async () => {
  const look = marked("Look around first");
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
  const guest = await street.visitor("en", { words: markedMessages, look });
  guest.page.on("response", async (answer) => {
    if (answer.url().includes("/example/")) texts(await answer.json().catch(() => null));
  });
  const pages = await guest.everyPage();
  // What was read before anybody listened.
  for (const one of ["me.show", "cause.show"]) await guest.call(one, {}, "example");
  await guest.settled("#/projects");
  const names = new Intl.DisplayNames("en-GB", { type: "language" });
  for (const code of ["en", "fr", "es", "it", "pt", "de", "ar", "vi", "hu", "ja", "tr", "sr", "wo", "tw"]) said.add(names.of(code));
  // The browser says days, months and units itself; the program, what it is called and what its files are.
  const known = /\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(January|February|March|April|May|June|July|August|September|October|November|December)\b|\b(today|yesterday|tomorrow)\b|\b(k?B|byte|MB)\b|\b(Palabre|[A-Z]{3}|CSV|JSON|QR|Ctrl|Enter|Esc|URL)\b|\b(CC|BY|SA)\b|palabre:\/\/\S*|https?:\/\/\S*/g;
  const unsaid = async () => {
    const longest = [...said].sort((one, other) => other.length - one.length);
    return (await guest.page.evaluate(visible)).filter((text) => {
      let rest = text.replaceAll("\u00a0", " ");
      for (const one of longest) if (rest.includes(one)) rest = rest.replaceAll(one, " ");
      return /[a-zA-Z]{2,}/.test(rest.replace(known, " "));
    });
  };
  const left = new Set();
  for (const [name, place] of pages) {
    await guest.settled(place);
    await guest.page.evaluate(unfold);
    for (const text of await unsaid()) left.add(`${name}: ${text.slice(0, 120)}`);
  }
  assert.deepEqual([...left], []);
  // A word that is in no language is found.
  await guest.page.evaluate(() => document.querySelector("#page").append("Not said in a language"));
  assert.deepEqual(await unsaid(), ["Not said in a language"]);
});
