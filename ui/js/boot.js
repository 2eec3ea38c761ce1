import init from "/ui.js";

// The words of each language lie beside the program, which would be a tenth larger with them.
const languages = ["en", "fr", "es"];
const texts = await Promise.all(languages.map(async (one) => (await fetch(`/words/${one}.ftl`)).text()));
globalThis.palabreWords = Object.fromEntries(languages.map((one, at) => [one, texts[at]]));

init({ module_or_path: "/ui_bg.wasm" });
