// A machine with a screen of its own, a session of its own and a home of its own, on which the app itself is opened and
// driven: W3C WebDriver, as WebKitWebDriver speaks it.
import { spawn } from "node:child_process";
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";

const here = fileURLToPath(new URL(".", import.meta.url));
// Where the programs are that the tests have built.
const built = (name) => join(process.env.PALABRE_BUILT ?? join(here, "../../target/debug"), name);

const app = process.env.PALABRE_APP ?? built("palabre-app");

/** How long anything here may take before it counts as never, in milliseconds. */
const PATIENCE = 60_000;
/** What a reference to an element is called on the wire. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Waits until `ask` returns something, and returns that. */
async function until(what, ask) {
  const end = Date.now() + PATIENCE;
  let last;
  while (Date.now() < end) {
    try {
      const found = await ask();
      if (found) return found;
    } catch (error) {
      last = error;
    }
    await new Promise((later) => setTimeout(later, 30));
  }
  throw new Error(`never: ${what}`, { cause: last });
}

/** Returns a port that nobody listens at. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

/** A machine for one test; `end` ends whatever runs on it and takes its folders away. */
export class Machine {
  /** The program that is opened. */
  app = app;
  #running = [];
  #windows = [];
  #folder = mkdtempSync(join(tmpdir(), "palabre-window-"));

  /** Turns a machine on. `size`: of its screen. */
  static async on(size = "1280x800") {
    const machine = new Machine();
    await machine.#begin(size);
    return machine;
  }

  async #begin(size) {
    const folder = (name) => {
      const path = join(this.#folder, name);
      mkdirSync(path, { mode: 0o700 });
      return path;
    };
    this.home = folder("home");
    // Nothing of whoever runs the tests is known here: no language, no session, no folders.
    this.env = {
      PATH: process.env.PATH,
      LANG: "C.UTF-8",
      HOME: folder("user"),
      PALABRE_HOME: this.home,
      TMPDIR: folder("tmp"),
      XDG_CACHE_HOME: folder("cache"),
      XDG_CONFIG_HOME: folder("config"),
      XDG_DATA_HOME: folder("data"),
      XDG_RUNTIME_DIR: folder("runtime"),
      TAURI_WEBVIEW_AUTOMATION: "true",
      NO_AT_BRIDGE: "1",
      GTK_USE_PORTAL: "0",
      LIBGL_ALWAYS_SOFTWARE: "1",
    };
    const screen = this.#spawn("Xvfb", ["-displayfd", "1", "-screen", "0", `${size}x24`, "-nolisten", "tcp"]);
    this.env.DISPLAY = `:${await firstLine(screen)}`;
    // A session in which nothing is started by itself: no portal, no key store, no screen reader.
    const rules = join(this.#folder, "session.conf");
    writeFileSync(
      rules,
      `<busconfig><type>session</type><listen>unix:dir=${this.env.XDG_RUNTIME_DIR}</listen><auth>EXTERNAL</auth>
       <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
       </busconfig>`,
    );
    const bus = this.#spawn("dbus-daemon", ["--nofork", "--print-address=1", `--config-file=${rules}`]);
    this.env.DBUS_SESSION_BUS_ADDRESS = await firstLine(bus);
  }

  /** Starts something in a group of processes of its own. */
  #spawn(program, args, env = this.env, stdin = "ignore") {
    const child = spawn(program, args, { env, detached: true, stdio: [stdin, "pipe", "pipe"] });
    child.said = "";
    child.stderr.on("data", (data) => (child.said = (child.said + data).slice(-20_000)));
    this.#running.push(child);
    return child;
  }

  /** Starts the app beside the window that is driven, and waits until it has ended. */
  async startAgain(...args) {
    const child = this.#spawn(this.app, args);
    child.stdout.resume();
    const [code] = await once(child, "exit", { signal: AbortSignal.timeout(PATIENCE) });
    return code;
  }

  /** Closes the window as a person does, by the button in its frame. */
  async pressClose() {
    await until("a window to close", async () => {
      const child = this.#spawn("python3", [join(here, "close.py"), "Palabre"]);
      child.stdout.resume();
      const [code] = await once(child, "exit");
      return code === 0;
    });
  }

  /** Does something in a terminal, in this machine's home or in another one; returns what it printed. */
  async terminal(args, home = this.home) {
    const child = spawn(built("palabre"), args, { env: { ...this.env, PALABRE_HOME: home }, timeout: PATIENCE });
    let [out, said] = ["", ""];
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (said += data));
    const [code] = await once(child, "close");
    assert.equal(code, 0, `palabre ${args.join(" ")}: ${said}`);
    return out;
  }

  /** Runs a house computer in this home on this machine until it ends, and returns once it can be met: by which link. */
  async keep(home) {
    const env = { ...this.env, PALABRE_HOME: home };
    const child = this.#spawn(built("palabre"), ["keep", "--json"], env);
    let said = "";
    child.stdout.on("data", (data) => (said += data));
    const line = await until("the house computer listens", async () =>
      said.split("\n").find((line) => line.includes('"listening"')),
    );
    child.stdout.removeAllListeners("data").resume();
    return JSON.parse(line).link;
  }

  /** Starts the part of a desktop that shows notices. Returns what waits for one with these words and presses it. */
  async desktop() {
    const dunst = this.#spawn("dunst", ["-conf", "/dev/null", "-print"]);
    let shown = "";
    dunst.stdout.on("data", (data) => (shown += data));
    const bus = (...args) => {
      const asked = this.#spawn("dunstctl", args);
      asked.stdout.resume();
      return once(asked, "exit").then(([code]) => code === 0);
    };
    await until("notices are shown", () => bus("count"));
    return async (...words) => {
      await until(`a notice with ${words.join(", ")}`, async () => words.every((word) => shown.includes(word)));
      assert.ok(await bus("action", "0"), "the notice can be pressed");
    };
  }

  /** Starts the part of a desktop that shows signs beside the clock. Returns what waits for one whose menu has these lines, and
      presses one of them. */
  async tray() {
    // Debian's own: its bindings to the bus are of the system.
    const host = this.#spawn("/usr/bin/python3", [join(here, "tray.py")], this.env, "pipe");
    let shown = "";
    host.stdout.on("data", (data) => (shown += data));
    await until(`signs are shown: ${host.said}`, async () => shown.includes("there"));
    return async (lines, pressed) => {
      await until(`a sign with ${lines}`, async () => shown.includes(`sign: ${lines.join(", ")}\n`));
      host.stdin.write(`${pressed}\n`);
    };
  }

  /** Makes this machine's home that of somebody in a community as `palabre-bench --make` makes it; returns the id of its
      open decision. */
  async made(...how) {
    return this.madeIn(this.home, ...how);
  }

  /** The same in another home. */
  async madeIn(home, ...how) {
    const child = spawn(built("palabre-bench"), ["--make", home, ...how], { env: this.env });
    let [out, said] = ["", ""];
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (said += data));
    const [code] = await once(child, "close", { signal: AbortSignal.timeout(10 * PATIENCE) });
    assert.equal(code, 0, said);
    return out.trim();
  }

  /** A home of somebody else on this machine. */
  other(name) {
    return join(this.#folder, `home-${name}`);
  }

  /** Opens the app, and drives its window. */
  async open(...args) {
    const port = await freePort();
    const driver = this.#spawn("WebKitWebDriver", ["--host=127.0.0.1", `--port=${port}`]);
    driver.stdout.resume();
    const window = new Window(`http://127.0.0.1:${port}`, driver);
    await until("the driver answers", () => fetch(`${window.driver}/status`).then((answer) => answer.ok));
    await window.begin(this.app, args);
    this.#windows.push(window);
    return window;
  }

  /** Keeps a picture of what the last window shows, for whoever looks for what went wrong. */
  async picture(name) {
    const folder = join(here, "shots");
    mkdirSync(folder, { recursive: true });
    // A window that does not draw any more has none to give.
    const shown = this.#windows.at(-1)?.ask("GET", "/screenshot");
    const png = await Promise.race([shown, new Promise((later) => setTimeout(later, 5_000))]);
    if (png) writeFileSync(join(folder, `${name.replace(/[^\w]+/g, "-")}.png`), Buffer.from(png, "base64"));
  }

  /** Ends whatever was started here. */
  async end() {
    for (const child of this.#running.reverse()) await stop(child);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** Ends a process and those that it started, and waits until it has ended. */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
  await ended;
}

/** Returns the first line that a process prints. */
async function firstLine(child) {
  let said = "";
  return until(`${child.spawnfile} says where it is: ${child.said}`, async () => {
    const data = child.stdout.read();
    if (data) said += data;
    return said.includes("\n") && said.split("\n")[0];
  });
}

/** The lines of a PNG as they are filtered in it. */
function pixels(png) {
  const parts = [];
  // After its signature: length, kind, bytes and a check sum each.
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return inflateSync(Buffer.concat(parts));
}

/** A phrase as XPath reads it. */
const quoted = (text) => `concat('', ${text.split("'").map((part) => `'${part}'`).join(`, "'", `)})`;

/** The app's window; counts what the person does. */
export class Window {
  did = 0;

  constructor(driver, process) {
    Object.assign(this, { driver, process });
  }

  async begin(binary, args) {
    const browser = { binary, args };
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": browser } };
    const { sessionId } = await this.#ask("POST", "/session", { capabilities });
    this.session = sessionId;
    // The window is there before what is shown in it.
    await until("the app is in the window", () => this.run("return location.protocol === 'tauri:' && !!document.body"));
  }

  async #ask(method, path, body) {
    const answer = await fetch(this.driver + path, {
      method,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  /** Asks something of this session. */
  ask(method, path, body) {
    return this.#ask(method, `/session/${this.session}${path}`, body);
  }

  /** Gives the window this size. */
  resize(width, height) {
    return this.ask("POST", "/window/rect", { width, height });
  }

  /** Waits until the app has ended by itself. */
  ended() {
    return until("the app ends", () =>
      this.ask("GET", "/window").then(
        () => false,
        () => true,
      ),
    );
  }

  /** Closes the window as a crash would: at once. */
  async close() {
    await this.ask("DELETE", "").catch(() => {});
    await stop(this.process);
  }

  /** Runs a few lines in the page, and returns what they return. */
  run(script, ...args) {
    return this.ask("POST", "/execute/sync", { script, args });
  }

  /** The same for what takes a while: the last argument is called with what came of it. */
  runUntilDone(script, ...args) {
    return this.ask("POST", "/execute/async", { script, args });
  }

  /** Waits for what an XPath finds. */
  find(path) {
    return until(path, async () => {
      const [found] = await this.ask("POST", "/elements", { using: "xpath", value: path });
      return found?.[ELEMENT];
    });
  }

  /** Does something with an element; where it was drawn anew meanwhile, with the one in its place. */
  async #with(path, act) {
    this.did += 1;
    return until(path, async () => {
      await act(`/element/${await this.find(path)}`);
      return true;
    });
  }

  /** Presses a button by its words; beside them it may show a key that does the same. */
  async press(name) {
    const says = `normalize-space(.)=${quoted(name)}`;
    await this.#with(`//button[${says} or span[${says}]]`, (it) => this.ask("POST", `${it}/click`, {}));
  }

  /** Chooses a position, and gives it. */
  async answers(position) {
    await this.press(position);
    await this.press("Give my answer");
  }

  async follow(name) {
    await this.#with(`//a[contains(normalize-space(.), ${quoted(name)})]`, (it) =>
      this.ask("POST", `${it}/click`, {}),
    );
  }

  /** Presses the box with these words. */
  async tick(label) {
    const path = `//label[contains(normalize-space(.), ${quoted(label)})]//input`;
    await this.#with(path, (it) => this.ask("POST", `${it}/click`, {}));
  }

  async fill(label, text) {
    const path = `//label[contains(normalize-space(.), ${quoted(label)})]//*[self::input or self::textarea]`;
    await this.#with(path, async (it) => {
      await this.ask("POST", `${it}/clear`, {});
      await this.ask("POST", `${it}/value`, { text });
    });
  }

  /** Waits until this stands on the page. */
  reads(text) {
    return until(`“${text}” on the page`, () =>
      this.run("return document.body.innerText.replace(/\\s+/g, ' ').includes(arguments[0])", text),
    );
  }

  /** Waits until this link is not only in the page, but painted: its picture is then not of one colour. */
  paints(text) {
    const link = `//a[normalize-space(.)=${quoted(text)}]`;
    return until(`“${text}” painted`, async () => {
      const shown = await this.ask("GET", `/element/${await this.find(link)}/screenshot`);
      // Each line of one colour comes to a few values, letters to hundreds.
      return new Set(pixels(Buffer.from(shown, "base64"))).size > 32;
    });
  }

  /** Waits until these lines return something. */
  becomes(what, script, ...args) {
    return until(what, () => this.run(script, ...args));
  }

  async go(place) {
    await this.run("location.hash = arguments[0]", place);
  }

  /** Makes a call beside the pages, for what a test takes for granted. */
  async call(name, args) {
    const script = `const [name, args, done] = arguments;
      window.__TAURI__.core.invoke("call", { community: "", name, arguments: args, passphrase: null })
        .then((answer) => done({ answer }), (refused) => done({ refused }));`;
    const { answer, refused } = await this.runUntilDone(script, name, JSON.stringify(args));
    if (refused) throw new Error(`${name}: ${refused}`);
    return JSON.parse(answer);
  }

  async found(name) {
    await this.fill("What do others call you?", name);
    await this.press("Begin");
    await this.press("Start a community");
    await this.fill("What is it called?", "Le Fournil");
    await this.fill("Why are you together?", "That nobody on our street faces change alone.");
    await this.press("Start");
    await this.find("//nav//a[normalize-space(.)='Today']");
  }

  /** Invites one person as soon as an invitation says where this laptop can be met; returns the link. */
  invites() {
    return until("an invitation with an address", async () => {
      const { link, laptops } = await this.call("invite", { uses: 1, days: 14, guest: false, qr: false });
      // An invitation is written down each time: it is not asked for all the time.
      if (laptops === 0) await new Promise((later) => setTimeout(later, 1_000));
      return laptops > 0 && link;
    });
  }

  /** Somebody new joins by the invitation that opened the app. */
  async joins(name) {
    await this.reads("Ana invites you to Le Fournil.");
    await this.fill("What do others call you?", name);
    await this.press("Begin");
    await this.reads("Ana invites you");
    await this.press("Join");
    await this.find("//nav//a[normalize-space(.)='Today']");
  }

  /** Everybody can read what is on the page now. */
  async readable(where) {
    const axe = readFileSync(
      createRequire(join(here, "../stories/package.json")).resolve("axe-core/axe.min.js"),
      "utf8",
    );
    const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
    await this.run(axe);
    const violations = await this.runUntilDone(
      `const [tags, done] = arguments;
       window.axe.run({ runOnly: tags }).then(
         ({ violations, passes }) => done([passes.length, violations.map((one) => one.id + ": " + one.nodes[0].html)]),
         (error) => done([0, [String(error)]]),
       );`,
      tags,
    );
    assert.deepEqual(violations[1], [], where);
    assert.ok(violations[0] > 10, `${where}: ${violations[0]} rules were looked at`);
  }
}
