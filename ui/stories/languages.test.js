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
