// The one place that knows whether the node is behind the desktop shell or behind the bridge.
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

export async function call(community, name, args) {
  if (shell) {
    return shell.core.invoke("call", { community, name, arguments: args });
  }
  let response;
  try {
    const headers = { authorization: `Bearer ${token}` };
    if (community) headers["x-community"] = community;
    response = await fetch(`/call/${name}`, { method: "POST", headers, body: args });
  } catch {
    throw unreachable;
  }
  const text = await response.text();
  if (!response.ok) throw text;
  return text;
}

export function listen(heard) {
  if (shell) {
    shell.event.listen("palabre", (event) => heard(event.payload));
    return;
  }
  const events = new EventSource(`/events?token=${token}`);
  events.onmessage = (event) => heard(event.data);
}

// A link that was followed and brought us here.
export async function pending() {
  return (shell && (await shell.core.invoke("pending"))) ?? "";
}

export function language() {
  return localStorage.getItem("language") ?? navigator.language ?? "en";
}

export function keepLanguage(language) {
  localStorage.setItem("language", language);
  document.documentElement.lang = language;
}

export function now() {
  return Date.now();
}

export function when(language, at) {
  const time = new Date(Number(at));
  const far = Math.abs(time - Date.now()) > 6 * 86_400_000;
  const day = far
    ? { year: "numeric", month: "long", day: "numeric" }
    : { weekday: "long" };
  const text = new Intl.DateTimeFormat(language, { ...day, hour: "numeric", minute: "2-digit" }).format(time);
  // As it stands in the middle of a sentence: "avant le 7 décembre", "hasta el lunes".
  if (language === "es") return `el ${text}`;
  return language === "fr" && far ? `le ${text}` : text;
}

export function money(language, minor, currency) {
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits;
  return format.format(Number(minor) / 10 ** digits);
}

export function place() {
  return location.hash;
}

export function go(place) {
  location.hash = place;
}

export function onPlace(heard) {
  window.addEventListener("hashchange", () => heard(location.hash));
}

export function copy(text) {
  navigator.clipboard?.writeText(text);
}
