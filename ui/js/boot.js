// What takes longest is begun first: fetching and compiling the program, and what it is called by.
const program = WebAssembly.compileStreaming(fetch("/ui_bg.wasm"));
const ui = import("/ui.js");
const { askAhead, language, readWords } = await import("/backend.js");
askAhead();
await readWords(language());
(await ui).default({ module_or_path: await program });
