// What takes longest is begun first: fetching and compiling the program, and what it is called by.
const program = WebAssembly.compileStreaming(fetch("/ui_bg.wasm"));
const ui = import("/ui.js");
const { askAhead, atToday, keptCommunity, language, onFirst, readWords } = await import("/backend.js");

// ——— Today as it was drawn last stands until the program draws it, where the node says the same as then. ———

const LAST = "last-today";
const SEPARATOR = "\f";
const DRAWN = "body > main:not([inert])";
const told = {};
let last = [];
let soon;

onFirst((community, name, answer) => {
  told[name] = answer && `${community} ${answer}`;
  showLast();
  clearTimeout(soon);
  soon = setTimeout(keepLast, 500);
});

// What is drawn of this comes out the same: the words, and how days are named, among it.
const drawnFrom = () => [language(), new Date().toDateString(), told["me.show"], told.waiting].join("\n");

function showLast() {
  if (!told["me.show"] || !told.waiting || document.querySelector(DRAWN)) return;
  const [from, shown] = (localStorage.getItem(LAST) ?? "").split(SEPARATOR);
  if (from !== drawnFrom() || !atToday()) return localStorage.removeItem(LAST);
  performance.mark(LAST);
  document.body.innerHTML = shown;
  last = [...document.body.childNodes];
  // Nothing in it can be pressed, and nobody hears it read aloud.
  for (const part of document.body.children) part.inert = true;
  const watch = new MutationObserver(() => {
    const page = document.querySelector(DRAWN);
    if (!page || page.matches("[aria-busy]") || page.querySelector(".waits [aria-busy]")) return;
    watch.disconnect();
    takeAway();
  });
  watch.observe(document.body, { childList: true, subtree: true });
}

function takeAway() {
  for (const part of last) part.remove();
}

function keepLast() {
  const page = document.querySelector(`${DRAWN}#page`);
  const elsewhere = !atToday() || document.querySelector("dialog, .example");
  if (elsewhere || !told.waiting || !page?.querySelector(".waits .row")) return;
  if (keptCommunity() !== told.waiting.split(" ")[0]) return;
  const shown = document.body.cloneNode(true);
  // Of these the node was not asked yet.
  for (const later of shown.querySelectorAll("#page section > :not(h2, .waits)")) later.remove();
  shown.querySelector("footer.status")?.replaceChildren();
  localStorage.setItem(LAST, drawnFrom() + SEPARATOR + shown.innerHTML);
}

askAhead();
try {
  await readWords(language());
  await (await ui).default({ module_or_path: await program });
} catch (error) {
  takeAway();
  throw error;
}
