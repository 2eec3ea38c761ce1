// The one place that knows whether the node is behind the desktop shell or behind the bridge. The page names it beside the program,
// so that the token is read before anybody goes elsewhere.
const shell = window.__TAURI__;
const asked = new URLSearchParams(location.hash.slice(1)).get("token");
if (asked) {
  sessionStorage.setItem("token", asked);
  history.replaceState(null, "", "#/");
}
const token = sessionStorage.getItem("token") ?? "";

const unreachable = JSON.stringify({
  code: "node.unreachable",
  message: "Palabre does not answer.",
  hint: "Close this window and open it again.",
});

async function post(path, body, headers = {}) {
  let response;
  try {
    response = await fetch(path, { method: "POST", headers: { authorization: `Bearer ${token}`, ...headers }, body });
  } catch {
    throw unreachable;
  }
  const text = await response.text();
  if (!response.ok) throw text;
  return text;
}

// The example to look around in: whether one sits in it, and how far it is ahead of the world, in milliseconds.
let inside = false;
let ahead = 0;

export function sit(milliseconds) {
  inside = true;
  ahead = Number(milliseconds);
}

export function rise() {
  inside = false;
  ahead = 0;
}

export async function example(name, args) {
  return shell ? shell.core.invoke("example", { name, arguments: args }) : post(`/example/${name}`, args);
}

// What the first page is about to ask, asked before the program is there that draws it. Each is answered once.
const early = new Map();
const FIRST = { "me.show": "{}", waiting: '{"limit":8}' };

// Hears what the first page is told, again and again; nothing where it asked for more than it does at first.
let toldFirst = () => {};

export function onFirst(heard) {
  toldFirst = heard;
}

export function atToday() {
  return ["", "#/", "#/today"].includes(location.hash);
}

export function askAhead() {
  const community = keptCommunity();
  for (const [name, args] of Object.entries(FIRST)) {
    if (name === "waiting" && !atToday()) continue;
    const answer = call(community, name, args);
    // Whoever asks for it hears why there is none.
    answer.catch(() => {});
    early.set(`${community} ${name} ${args}`, answer);
  }
  // What was not wanted by then is asked anew when it is.
  setTimeout(() => early.clear(), 5_000);
}

// Whether the call that was refused last seals something anew: nobody sees what they type, and it is typed twice then.
let seals = false;

export async function call(community, name, args, passphrase) {
  if (inside) return example(name, args);
  const asked = `${community} ${name} ${args}`;
  const before = early.get(asked);
  early.delete(asked);
  if (before) return before;
  const answer = await ask(community, name, args, passphrase).catch((refused) => {
    seals = name === "backup" || (name === "me.keys" && args.includes("passphrase"));
    throw refused;
  });
  if (name in FIRST) toldFirst(community, name, FIRST[name] === args ? answer : "");
  return answer;
}

function ask(community, name, args, passphrase) {
  if (shell) {
    return shell.core.invoke("call", { community, name, arguments: args, passphrase: passphrase || null });
  }
  const headers = community ? { "x-community": community } : {};
  if (passphrase) headers["x-passphrase"] = btoa(String.fromCharCode(...new TextEncoder().encode(passphrase)));
  return post(`/call/${name}`, args, headers);
}

// Asks for a passphrase; empty where none is given.
export function passphrase(why, label, ok, back) {
  const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  const [dialog, form] = [document.createElement("dialog"), document.createElement("form")];
  form.method = "dialog";
  form.append(make("p", why));
  const typed = (label) => {
    const [named, field] = [make("label", ""), document.createElement("input")];
    named.className = "field";
    field.type = "password";
    field.autocomplete = "off";
    named.append(make("span", label), field);
    form.append(named);
    return field;
  };
  const field = typed(label);
  const acts = Object.assign(document.createElement("p"), { className: "acts" });
  const [yes, no] = [make("button", ok), make("button", back)];
  yes.className = "main";
  yes.value = "yes";
  no.className = "quiet";
  no.type = "button";
  no.onclick = () => dialog.close("");
  acts.append(yes, no);
  if (seals) {
    const again = typed(message(language(), "passphrase-again").split(" = ")[1].trim());
    field.oninput = again.oninput = () => (yes.disabled = field.value !== again.value);
  }
  form.append(acts);
  dialog.append(form);
  dialog.setAttribute("aria-label", label);
  document.body.append(dialog);
  return new Promise((given) => {
    dialog.onclose = () => {
      given(dialog.returnValue === "yes" ? field.value : "");
      dialog.remove();
    };
    dialog.showModal();
  });
}

export function listen(heard) {
  if (shell) {
    shell.event.listen("palabre", (event) => heard(event.payload));
    return;
  }
  const events = new EventSource(`/events?token=${token}`);
  events.onmessage = (event) => heard(event.data);
  // The browser calls again by itself, for as long as the page is open.
  let lost = false;
  const tell = (now, event) => {
    if (lost !== now) heard(JSON.stringify(event));
    lost = now;
  };
  events.onerror = () => tell(true, { event: "problem", ...JSON.parse(unreachable) });
  events.onopen = () => tell(false, { event: "back" });
}

// A link that was followed and brought us here.
export async function pending() {
  return (shell && (await shell.core.invoke("pending"))) ?? "";
}

// Whether Palabre goes on when its window is closed: "yes", "no", or nothing where that was not said. Nothing of it in a
// browser, where the bridge goes on by itself.
export function goesOn() {
  return localStorage.getItem("goes-on") ?? "";
}

export function hasShell() {
  return !!shell;
}

// Tells it to the shell, with the words of the sign beside the clock.
export function stay(goesOn, open, end) {
  if (goesOn) localStorage.setItem("goes-on", goesOn);
  shell?.core.invoke("stay", { goesOn: goesOn ? goesOn === "yes" : null, open, end });
}

export function part() {
  shell?.core.invoke("part");
}

// Whether somebody is looking at the window just now.
export function looking() {
  return document.visibilityState === "visible" && document.hasFocus();
}

// Says something outside the window; `open` leads to a place in it.
export function tell(title, text, open, community, place) {
  shell?.core.invoke("tell", { title, text, open, community, place });
}

// Which notices somebody does without, with spaces between.
export function habits() {
  return localStorage.getItem("without") ?? "";
}

export function keepHabits(without) {
  localStorage.setItem("without", without);
}

// ——— Files: a call names a path; a browser has none, so the bridge lends it one. ———

// Hears how far a file is that is handed over: from 0 to 1, and -1 when none is any more.
let handing = () => {};

export function onHanding(heard) {
  handing = heard;
}

// As a request that says how far it is, which `fetch` does not.
function hand(file) {
  return new Promise((taken, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/file/${encodeURIComponent(file.name)}`);
    request.setRequestHeader("authorization", `Bearer ${token}`);
    request.upload.onprogress = (event) => handing(event.total ? event.loaded / event.total : 0);
    request.onloadend = () => {
      handing(-1);
      if (request.status === 200) taken(request.responseText);
      else failed(request.responseText || unreachable);
    };
    handing(0);
    request.send(file);
  });
}

// Has the person choose a file, and returns a path to read; empty where they choose none.
export async function choose() {
  if (shell) return (await shell.core.invoke("choose")) ?? "";
  const field = document.createElement("input");
  field.type = "file";
  const file = await new Promise((chosen) => {
    field.onchange = () => chosen(field.files[0]);
    field.oncancel = () => chosen(null);
    field.click();
  });
  return file ? hand(file) : "";
}

// Has the person say where a file of this name is to be written, and returns the path; empty where they do not.
export async function room(name) {
  if (shell) return (await shell.core.invoke("place", { name })) ?? "";
  return post(`/place/${encodeURIComponent(name)}`, "");
}

// A file was written to a path that `room` returned.
export function written(path) {
  if (shell) return;
  const [place, name] = path.split(/[\\/]/).slice(-2);
  const link = document.createElement("a");
  link.href = `/file/${encodeURIComponent(place)}/${encodeURIComponent(name)}?token=${token}`;
  link.download = name;
  link.click();
}

// Hears the path of every file that is dropped on the window.
export function onDrop(heard) {
  if (shell) {
    shell.event.listen("tauri://drag-drop", (event) => event.payload.paths.forEach((path) => heard(path)));
    return;
  }
  window.addEventListener("dragover", (event) => event.preventDefault());
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    for (const file of event.dataTransfer?.files ?? []) hand(file).then(heard, () => heard(""));
  });
}

// ——— Links in what people write lead out of here: they are shown first, and opened by the person's own browser. ———

export function onLink(heard) {
  const stop = (event) => {
    const link = event.target.closest?.("a.out[href], .words a[href]");
    if (!link) return;
    event.preventDefault();
    if (event.type === "click") heard(link.href);
  };
  document.addEventListener("click", stop);
  document.addEventListener("auxclick", stop);
}

export function follow(address) {
  if (shell) shell.core.invoke("follow", { address });
  else window.open(address, "_blank", "noopener,noreferrer");
}

// ——— Language, times, amounts. ———

// The words of each language lie beside the program, which would be a tenth larger with them. They are read before a language is
// chosen: each message by its name, in the form of Fluent.
const read = {};

export async function readWords(language) {
  if (read[language]) return;
  const text = await (await fetch(`/words/${language}.ftl`)).text();
  const messages = text.split(/^(?=[a-z])/m).map((message) => [message.slice(0, message.indexOf(" =")), message]);
  // A message that stands twice keeps its first form.
  read[language] = new Map(messages.reverse());
}

export function message(language, name) {
  return read[language].get(name) ?? "";
}

// The language that was chosen here, or the system's; English where it is neither.
export function language() {
  const wanted = (localStorage.getItem("language") ?? navigator.language).toLowerCase();
  return ["en", "fr", "es"].find((one) => wanted.startsWith(one)) ?? "en";
}

export function keepLanguage(language) {
  localStorage.setItem("language", language);
  document.documentElement.lang = language;
}

/** Returns which community was shown last in this window; empty where none was turned to. */
export function keptCommunity() {
  return localStorage.getItem("community") ?? "";
}

export function keepCommunity(community) {
  localStorage.setItem("community", community);
}

export function now() {
  return Date.now() + ahead;
}

// The day of a year comes first in two of the three languages; so it does in English here.
const tag = (language) => (language === "en" ? "en-GB" : language);
// The font has no narrow space.
const wide = (text) => text.replace(/[\u202f\u2009]/g, "\u00a0");

// How a day is named (near: "today", week: "Friday", far: "20 April", never: no calendar holds it), its name, and the time of
// day. Anybody can sign any number as a time, and what is thrown here would stop the program.
export function when(language, at) {
  const time = new Date(Number(at));
  const year = time.getFullYear();
  if (!(year > 0 && year < 10_000)) return ["never", "", ""];
  const day = (of) => new Date(of.getFullYear(), of.getMonth(), of.getDate());
  const days = Math.round((day(time) - day(new Date(now()))) / 86_400_000);
  const minutes = String(time.getMinutes()).padStart(2, "0");
  const french = minutes === "00" ? `${time.getHours()}\u00a0h` : `${time.getHours()}\u00a0h\u00a0${minutes}`;
  const clock = language === "fr" ? french : `${time.getHours()}:${minutes}`;
  if (Math.abs(days) < 2) {
    return ["near", new Intl.RelativeTimeFormat(tag(language), { numeric: "auto" }).format(days, "day"), clock];
  }
  if (Math.abs(days) < 7) {
    return ["week", new Intl.DateTimeFormat(tag(language), { weekday: "long" }).format(time), clock];
  }
  const named = year === new Date(now()).getFullYear() ? {} : { year: "numeric" };
  return ["far", new Intl.DateTimeFormat(tag(language), { day: "numeric", month: "long", ...named }).format(time), clock];
}

// How many decimals a currency has, and its sign. What somebody wrote in the place of its code is its own sign.
function coins(language, currency) {
  if (!/^[A-Z]{3}$/.test(currency)) return [2, currency];
  const format = new Intl.NumberFormat(tag(language), { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  const sign = format.formatToParts(0).find((part) => part.type === "currency")?.value ?? currency;
  return [format.resolvedOptions().maximumFractionDigits, sign];
}

export function money(language, minor, currency) {
  const [digits, symbol] = coins(language, currency);
  return wide(`${decimal(language, Number(minor) / 10 ** digits, digits)}\u00a0${symbol}`);
}

// What stands in a field where an amount is typed: its sign of decimals, and nothing else.
export function plainMoney(language, minor, currency) {
  const [digits] = coins(language, currency);
  const text = (Number(minor) / 10 ** digits).toFixed(digits);
  return language === "en" ? text : text.replace(".", ",");
}

// What somebody typed, in minor units; -1 for what is no amount.
export function readMoney(text, currency) {
  const [digits] = coins("en", currency);
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  if (!/^\d+(\.\d+)?$/.test(plain) || (plain.split(".")[1]?.length ?? 0) > digits) return -1;
  return Math.round(Number(plain) * 10 ** digits);
}

export function decimal(language, number, digits) {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return wide(new Intl.NumberFormat(tag(language), options).format(number));
}

// A whole number, grouped as this language does it: "250 000".
export function whole(language, number) {
  return wide(new Intl.NumberFormat(tag(language)).format(number));
}

// How this language calls another that somebody named by its code; other words stand as they are.
export function languageName(language, code) {
  if (!/^[a-z]{2,3}$/.test(code)) return code;
  return new Intl.DisplayNames(tag(language), { type: "language" }).of(code) ?? code;
}

// The code of a language that somebody named in this one; what is no language stands as it is.
export function languageCode(language, name) {
  const wanted = name.trim().toLocaleLowerCase(tag(language));
  const names = new Intl.DisplayNames(tag(language), { type: "language", fallback: "none" });
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const found = codes.find((code) => names.of(code)?.toLocaleLowerCase(tag(language)) === wanted);
  return found ?? name.trim();
}

// Thousandths as "87.5 %" or "87,5 %".
export function percent(language, thousandths) {
  const options = { maximumFractionDigits: 1 };
  return wide(`${new Intl.NumberFormat(tag(language), options).format(thousandths / 10)}\u00a0%`);
}

export function size(language, bytes) {
  const format = (number, unit) => {
    const options = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 };
    return wide(new Intl.NumberFormat(tag(language), options).format(number));
  };
  if (bytes < 1_000) return format(bytes, "byte");
  return bytes < 1_000_000 ? format(bytes / 1_000, "kilobyte") : format(bytes / 1_000_000, "megabyte");
}

// Letters that are no letter with a sign beside it, and that a keyboard may lack; the lists of names know the same ones.
const PLAIN = { æ: "ae", œ: "oe", ß: "ss", þ: "th", đ: "d", ð: "d", ı: "i", ł: "l", ø: "o" };

// The words of a text as one looks for them: small, and without accents.
function plainWords(text) {
  const letters = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const plain = letters.replace(/[æœßþđðıłø]/g, (letter) => PLAIN[letter]);
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

// Whether each word that somebody typed begins a word of a text: "goran petrovic" finds Goran Petrović. Nothing finds all.
export function finds(typed, text) {
  const wanted = plainWords(typed);
  if (!wanted.length) return !typed.trim();
  const words = plainWords(text);
  return wanted.every((one) => words.some((word) => word.startsWith(one)));
}

// Whether a text ends within a word: no name begins there.
export function endsInWord(text) {
  return /[\p{L}\p{N}]$/u.test(text);
}

// A text as it begins a sentence, and as it goes on within one.
export function capital(text) {
  return text.replace(/^./u, (first) => first.toUpperCase());
}
export function uncapital(text) {
  return text.replace(/^./u, (first) => first.toLowerCase());
}

// The value of a field for a time, in this laptop's zone, as the calls read it.
export function zone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

// ——— Where we are. ———

export function place() {
  return location.hash;
}

export function go(place) {
  location.hash = place;
}

// From a place that only leads elsewhere: the way back leads past it.
export function goOn(place) {
  location.replace(place);
}

export function onPlace(heard) {
  window.addEventListener("hashchange", () => {
    document.querySelector("#page")?.scrollTo(0, 0);
    heard(location.hash);
  });
}

// Moves the page, so that what is in the window stays where it is.
export function scrollBy(pixels) {
  document.querySelector("#page")?.scrollBy({ top: pixels, behavior: "instant" });
}

// How high what is in a part of a list is, in pixels; -1 where there is nothing.
export function heightOf(list, at) {
  return list.children[at]?.firstElementChild?.offsetHeight ?? -1;
}

// Whether keys are letters just now.
export function typing() {
  return !!document.activeElement?.matches("input:not([type=radio],[type=checkbox]), textarea, select");
}

// Brings the focus to what is found first, if it is there.
export function focus(selector) {
  requestAnimationFrame(() => document.querySelector(selector)?.focus());
}

// Brings into sight what is found first, if it is there.
export function reveal(selector) {
  document.querySelector(selector)?.scrollIntoView({ block: "nearest" });
}

// Copies a text: at once, because a window lends its clipboard only while it is clicked on. `copied` tells how it went.
let copying = Promise.resolve(true);

export function copy(text) {
  copying = give(text);
}

export function copied() {
  return copying;
}

// Where the window lends no clipboard, the text is selected where it stands on the page: for the older way to copy it, and for
// the person's own keys where that is refused too.
async function give(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const shown = [...document.querySelectorAll(".ticket")].find((one) => one.textContent === text);
    if (!shown) return false;
    shown.closest("details")?.setAttribute("open", "");
    getSelection().selectAllChildren(shown);
    return document.execCommand("copy");
  }
}

export function print() {
  window.print();
}
