// How fast the window is, in the table of `cargo xtask bench`: `cargo xtask bench --window [--quick]`.
import { readFileSync, readdirSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { Machine } from "./machine.js";

const quick = process.argv.includes("--quick");
const ROUNDS = quick ? 3 : 10;
const rows = [];

const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.round((values.length - 1) * share)];
const median = (values) => percentile(values, 0.5);
const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** `near`: the median reaches the goal, and not all of the interval does. */
function row(workload, figure, floor, ratio, goal, good, all = good) {
  const verdict = good === undefined ? "–" : good ? (all ? "ok" : "near") : "short";
  rows.push([workload, figure, floor, ratio, goal, verdict]);
  console.error(`  ${rows.at(-1).join(" | ")}`);
}

/** Runs lines in the page in which `painted()` waits until what was drawn is on the screen. */
function inPage(window, lines, ...args) {
  return window.runUntilDone(
    `const done = arguments[arguments.length - 1];
     const frame = () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0)));
     const drawn = (is) => new Promise((found) => {
       const look = () => { if (!is()) return; watch.disconnect(); found(); };
       const watch = new MutationObserver(look);
       watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
       look();
     });
     const painted = async (is) => { await drawn(is); await frame(); };
     (async (...given) => { ${lines} })(...arguments).then((found) => done([found]), (error) => done([null, String(error)]));`,
    ...args,
  ).then(([found, error]) => {
    if (error) throw new Error(error);
    return found;
  });
}

/** Processes of the app: itself and those of WebKit that it started. */
function processes(app) {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const parent = new Map();
  for (const pid of all) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      parent.set(Number(pid), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It has just ended.
    }
  }
  const found = [app];
  for (const one of found) for (const [pid, above] of parent) if (above === one && !found.includes(pid)) found.push(pid);
  return found;
}

/** The memory of all of them, in megabytes; what several share is divided among them. */
function memory(app) {
  const pss = (pid) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  return processes(app).reduce((sum, pid) => sum + pss(pid), 0) / 1000;
}

/** When a process began, in milliseconds since 1970, to a hundredth of a second. */
function began(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const ticks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
  const boot = Date.now() - Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]) * 1000;
  return boot + ticks * 10;
}

/** Opens the app, and returns how long it took from its start until this was on the screen, until it could be used, and how much
    memory it has at rest. */
async function start(machine, is) {
  const window = await machine.open();
  const app = processes(window.process.pid)[1];
  // The first thing that a page painted is this, or was painted before it: then the page did not say when this was.
  const [at, used] = await inPage(
    window,
    `const now = () => performance.timeOrigin + performance.now();
     const said = (name) => performance.getEntriesByName(name)[0]?.startTime;
     await painted(() => ${is});
     const later = now();
     await painted(() => !document.querySelector("body > [inert]"));
     const used = now();
     const alone = !document.querySelector(".places") || said("last-today") <= said("first-contentful-paint");
     return [alone ? performance.timeOrigin + said("first-contentful-paint") : later, used];`,
  );
  const since = began(app);
  // What the page was drawn from is kept, and what drawing took is given back.
  await new Promise((later) => setTimeout(later, 3_000));
  const found = { took: at - since, used: used - since, memory: memory(app) };
  await window.close();
  return found;
}

/** W4b: start to the first list, beside the same shell with a page that has one line. */
async function starts(full) {
  const empty = await Machine.on();
  empty.app = process.env.PALABRE_EMPTY;
  const pairs = [];
  try {
    const one = () => start(full, "!!document.querySelector('.places') && !!document.querySelector('#page .row')");
    const other = () => start(empty, "!!document.querySelector('body > p')");
    // The first start ever reads files that lie on the disk alone.
    await one();
    await other();
    for (let round = 0; round < ROUNDS; round++) {
      // A B B A: neither is always the first.
      if (round % 2) pairs.push([await other(), await one()].reverse());
      else pairs.push([await one(), await other()]);
    }
  } finally {
    await empty.end();
  }
  const [figure, floor] = [0, 1].map((side) => median(pairs.map((pair) => pair[side].took)));
  const ratios = pairs.map(([full, empty]) => full.took / empty.took);
  const said = `${median(ratios).toFixed(2)}× [${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}]`;
  row(`W4b start to first list in the window, ${size}`, ms(figure), ms(floor), said, "≤ 1.3×", median(ratios) <= 1.3, Math.max(...ratios) <= 1.3);
  row("W4b … until it can be used", ms(median(pairs.map(([full]) => full.used))), "", "", "", undefined);
  const [held, bare] = [0, 1].map((side) => median(pairs.map((pair) => pair[side].memory)));
  const more = held - bare;
  row("W4b … memory of all its processes", `${held.toFixed(0)} MB`, `${bare.toFixed(0)} MB`, `+${more.toFixed(0)} MB`, "≤ +60 MB", more <= 60);
}

/** Says how long something took, many times. */
function times(workload, values, limit, never = Infinity) {
  const [usual, worst] = [median(values), Math.max(...values)];
  const goal = `≤ ${limit} ms${never < Infinity ? `, never > ${never} ms` : ""}`;
  row(workload, `${ms(usual)}, at most ${ms(worst)}`, "", "", goal, usual <= limit && worst <= never);
}

const REST = "await new Promise((later) => setTimeout(later, 300));";

/** Page switch, a keystroke in a shared text, and W7: an answer from the click that gives it until it is durable and on the screen. */
async function inside(full) {
  const window = await full.open();
  try {
    await window.becomes("today", "return !!document.querySelector('.places')");
    await window.ask("POST", "/timeouts", { script: 300_000 });
    for (let some = 0; some < projects; some += 100) {
      await inPage(
        window,
        `for (let one = 0; one < 100; one++) {
           const arguments_ = JSON.stringify({ name: "Project " + (given[0] + one), why: "What breaks is mended, again" });
           await window.__TAURI__.core.invoke("call", { community: "", name: "project.new", arguments: arguments_, passphrase: null });
         }`,
        some,
      );
    }
    let decisions = 0;
    for (let more = 1_000; more === 1_000; decisions += more) {
      more = (await window.call("decision.list", { skip: decisions, limit: 1_000 })).decisions.length;
    }
    const held = `${projects} projects, ${decisions} decisions`;
    const lists = ["decisions", "projects", "people", "register", "today"].map((place) => [place, "tbody tr, .row"]);
    // Of these it is the whole page: there may be no row on it.
    const wholes = ["intentions", "budgets", "sharing", "house"].map((place) => [place, "*"]);
    for (const [place, is] of [...lists, ...wholes]) {
      const took = [];
      for (let round = 0; round < ROUNDS; round++) {
        took.push(
          await inPage(
            window,
            `const [place, is] = given, page = document.querySelector("#page");
             location.hash = "#/me"; await painted(() => page.querySelector("h2")); ${REST}
             const before = page.firstElementChild, begun = performance.now();
             location.hash = "#/" + place;
             const busy = () => page.querySelector("[aria-busy=true]");
             await painted(() => page.firstElementChild !== before && page.querySelector(is) && (is !== "*" || !busy()));
             const first = performance.now() - begun;
             await painted(() => !busy());
             return [first, performance.now() - begun];`,
            place,
            is,
          ),
        );
      }
      times(`page switch to ${place}, ${held}`, took.map(([first]) => first), 100);
      const whole = took.map(([, all]) => all);
      row("… until nothing more is coming", `${ms(median(whole))}, at most ${ms(Math.max(...whole))}`, "", "", "");
    }

    const { id } = await window.call("project.new", { name: "Repair café", why: "What breaks is mended" });
    await window.go(`#/project/${id}`);
    await window.press("Write");
    const keys = await inPage(
      window,
      `await painted(() => document.querySelector("#page textarea"));
       const field = document.querySelector("#page textarea"), took = [];
       field.focus();
       for (const letter of "We mend what is broken on Saturdays. ".repeat(${quick ? 1 : 4})) {
         await frame();
         const begun = performance.now();
         document.execCommand("insertText", false, letter);
         // The work is over when the page can be asked again; the screen shows it with its next frame.
         await new Promise((later) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = later; port2.postMessage(0); });
         took.push(performance.now() - begun);
       }
       return took;`,
    );
    times("a keystroke in a shared text", keys, 16);

    const asked = { question: "Shall we lend the oven?", wording: "On Sundays, to whoever asks." };
    const { id: decision } = await window.call("decision.new", asked);
    await window.call("decision.open", { decision, how: "proposal" });
    // The same call without a page around it, in turn: signing, the commit and the way there and back.
    await window.go(`#/decision/${decision}`);
    await window.becomes("positions", "return document.querySelectorAll('.mine .position').length > 1");
    const acts = await inPage(
      window,
      `const [decision] = given, took = [], calls = [];
       const invoke = window.__TAURI__.core.invoke;
       for (let round = 0; round < ${ROUNDS * 2}; round++) {
         ${REST}
         // Each position by its word, and what the page says that I answered.
         const [first, second] = document.querySelectorAll(".mine .position");
         const said = () => document.querySelector(".mine .given")?.innerText ?? "";
         const says = (one) => [one.querySelector("span").innerText].some((word) => said().includes("“" + word + "”") || said().includes(": " + word + "."));
         const [next, other] = says(first) ? [second, first] : [first, second];
         next.click();
         await painted(() => next.getAttribute("aria-pressed") === "true");
         ${REST}
         const give = document.querySelector(".mine button[type=submit]"), begun = performance.now();
         give.click();
         await painted(() => says(next));
         took.push(performance.now() - begun);
         ${REST}
         const called = performance.now();
         await invoke("call", { community: "", name: "decision.answer", arguments: JSON.stringify({ decision, answer: [given[1][other === first ? 0 : 1]] }), passphrase: null });
         calls.push(performance.now() - called);
         await painted(() => says(other));
       }
       return [took, calls];`,
      decision,
      (await window.call("decision.show", { decision })).positions,
    );
    pairs("W7 an answer, click to durable to painted", acts[0], acts[1], 1.5);
    times("… what the page adds to the call, painting included", acts[0].map((took, at) => took - acts[1][at]), 16, 100);
  } finally {
    await window.close();
  }
}

/** Says how long something took beside its floor. */
function pairs(workload, values, floors, most) {
  const ratio = median(values.map((value, at) => value / floors[at]));
  row(workload, `${ms(median(values))}, at most ${ms(Math.max(...values))}`, ms(median(floors)), `${ratio.toFixed(2)}×`, `≤ ${most}×`, ratio <= most);
}

/** W9: a decision with thousands of voices, and one with thousands of comments, from the click to painted. */
async function opening(name, made, is) {
  const machine = await Machine.on();
  try {
    const decision = await machine.made(...made);
    const window = await machine.open();
    await window.becomes("today", "return !!document.querySelector('.places')");
    const took = [];
    for (let round = 0; round < ROUNDS; round++) {
      took.push(
        await inPage(
          window,
          `const [place, is] = given; location.hash = "#/me"; await painted(() => !document.querySelector("#page .tall, #page .answers")); ${REST}
           const begun = performance.now(); location.hash = place;
           await painted(() => document.querySelector("#page " + is));
           return performance.now() - begun;`,
          `#/decision/${decision}`,
          is,
        ),
      );
    }
    times(`W9 opening ${name}`, took, 100);
  } finally {
    await machine.end();
  }
}

/** W1b: the window while a community comes: what it shows first, and how long it does not answer at most. */
async function joining() {
  const machine = await Machine.on();
  try {
    const host = machine.other("host");
    await machine.madeIn(host, ...world);
    await machine.keep(host);
    const link = (await machine.terminal(["invite"], host)).split("\n")[0].trim();
    const window = await machine.open(link);
    await window.fill("What do others call you?", "Zoe");
    await window.press("Begin");
    await window.find("//button[normalize-space(.)='Join']");
    await window.ask("POST", "/timeouts", { script: 55_000 });
    const found = await inPage(
      window,
      `const [limit] = given, button = [...document.querySelectorAll("button")].find((one) => one.innerText.trim() === "Join");
       const begun = performance.now();
       let [last, longest, over] = [begun, 0, false];
       const tick = (now) => { longest = Math.max(longest, now - last); last = now; if (!over) requestAnimationFrame(tick); };
       requestAnimationFrame(tick);
       button.click();
       const since = async (is) => { await painted(is); return performance.now() - begun; };
       const status = () => document.querySelector("footer.status")?.innerText ?? "";
       const useful = await since(() => document.querySelector("#page .row"));
       const said = [];
       const all = () => { const now = /(\\d+)\\s*%/.exec(status())?.[1]; if (now && said.at(-1) !== now) said.push(now); return /^Saved here. Met/.test(status()) || performance.now() - begun > limit; };
       while (!all()) await frame();
       over = true;
       return { useful, all: performance.now() - begun, longest, said };`,
      50_000,
    );
    console.error(`  (joined: ${JSON.stringify(found)})`);
    row(`W1b joining ${size} in the window, first screen`, ms(found.useful), "", "", "≤ 500 ms", found.useful <= 500);
    row("W1b … longest frame meanwhile", ms(found.longest), "", "", "≤ 100 ms", found.longest <= 100);
    row("W1b … until all is here", ms(found.all), "", `${found.said.length} times a share in percent`, "shown", found.said.length > 2);
    await window.close();
  } finally {
    await machine.end();
  }
}

const only = (process.argv.find((one) => one.startsWith("--only=")) ?? "").slice(7).split(",").filter(Boolean);
const wanted = (name) => !only.length || only.includes(name);
const model = cpus()[0]?.model ?? "unknown processor";
console.log(`${model}, ${cpus().length} cores, ${process.platform}-${process.arch}, load ${loadavg()[0].toFixed(2)} at the start`);
const size = quick ? "S" : "M";
const projects = quick ? 100 : 1_000;
const world = ["--entries", quick ? "10000" : "100000", "--members", quick ? "20" : "500"];
// Five thousand decisions, with two hundred thousand voices.
const lived = ["--entries", quick ? "10000" : "520000", "--members", quick ? "20" : "500"];
for (const [name, how, measured] of [["start", world, starts], ["inside", lived, inside]]) {
  if (!wanted(name)) continue;
  const full = await Machine.on();
  try {
    await full.made(...how);
    await measured(full);
  } finally {
    await full.end();
  }
}
if (wanted("voices")) await opening("5000 voices", ["--members", "5000", "--comments", "0"], ".answers");
if (wanted("comments")) await opening("2000 comments", ["--members", "20", "--comments", "2000"], ".tall");
if (wanted("joining")) await joining();

const head = ["workload", "figure", "floor", "ratio", "goal", "verdict"];
const widths = head.map((name, at) => Math.max(name.length, ...rows.map((cells) => cells[at].length)));
const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`;
console.log(`\n${[head, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("\n")}`);
