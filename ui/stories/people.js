// People with laptops: each has a home, a node and a browser window, and meets the others over loopback.
import { spawn } from "node:child_process";
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = fileURLToPath(new URL(".", import.meta.url));
const bridge = process.env.PALABRE_BRIDGE ?? join(here, "../../target/debug/palabre-bridge");
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What keeps somebody from reading what is on the page now, or in the dialog over it, by these rules or sets of rules. */
export async function unreadable(laptop, runOnly = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]) {
  if (!(await laptop.page.evaluate(() => "axe" in globalThis))) await laptop.page.evaluate(axe);
  const options = { runOnly, resultTypes: ["violations"] };
  const look = (options) => globalThis.axe.run(document.querySelector("dialog[open]") ?? document, options);
  const found = await laptop.page.evaluate(look, options);
  return found.violations.map((one) => `${one.id}: ${one.nodes[0].html}`);
}

/** Everybody can read what is on the page now. */
export async function readable(laptop, where) {
  assert.deepEqual(await unreadable(laptop), [], where);
}

/** When the example is told in pictures: Wednesday 10 March 2027, 11:40 in Marseille. */
const EXAMPLE = { at: Date.parse("2027-03-10T10:40:00Z"), zone: "Europe/Paris" };

/** The messages of a language. */
const messages = (language) => readFileSync(join(here, `../dist/words/${language}.ftl`), "utf8");

/**
 * A village for one story; `end` closes everything that it began. `at`: where its laptops listen for each other.
 */
export async function village(at = "127.0.0.1") {
  const folder = mkdtempSync(join(tmpdir(), "palabre-"));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
  const laptops = [];
  return {
    /** Somebody opens a laptop for the first time. */
    async laptop(name, { fixed, words, desktop, ...options } = {}) {
      const told = ["--home", join(folder, name), "--ui", join(here, "../dist"), "--peers", `${at}:0`];
      if (fixed) told.push("--example-at", String(fixed.at));
      const node = spawn(bridge, told, { env: { ...process.env, ...(fixed && { TZ: fixed.zone }) } });
      const url = await new Promise((found, failed) => {
        node.stdout.once("data", (data) => found(data.toString().trim()));
        node.stderr.once("data", (data) => failed(new Error(data.toString())));
        node.once("exit", (code) => failed(new Error(`the bridge ended with ${code}`)));
      });
      const window = { viewport: { width: 1280, height: 800 }, locale: "en", timezoneId: fixed?.zone, ...options };
      const context = await browser.newContext(window);
      if (fixed) await context.clock.setFixedTime(fixed.at);
      // Other words in the place of the English ones.
      if (words) {
        await context.route("**/words/en.ftl", async (route) => {
          const answer = await route.fetch();
          await route.fulfill({ response: answer, body: words(await answer.text()) });
        });
      }
      // What the program tells its window can be told by a story, too.
      await context.addInitScript(() => {
        window.EventSource = class extends EventSource {
          constructor(...given) {
            super(...given);
            window.told = this;
          }
        };
      });
      // What stands in a window of the desktop only, and needs nothing of it.
      if (desktop) {
        await context.route("**/backend.js", async (route) => {
          const answer = await route.fetch();
          const [before, after] = (await answer.text()).split("return !!shell;");
          assert.ok(after, "backend.js says in other words whether there is a shell");
          await route.fulfill({ response: answer, body: `${before}return true;${after}` });
        });
      }
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      await page.goto(url);
      const said = messages(window.locale);
      const laptop = new Laptop(name, page, node, url, window.locale, words ? words(said) : said);
      laptops.push(laptop);
      return laptop;
    },
    /** Two laptops of one community that have met; the second person speaks French where `french` says so. */
    async two(one, other, french = false) {
      const first = await this.laptop(one);
      await first.found();
      const second = await this.laptop(other);
      await second.join(await first.invite());
      await second.reads(new RegExp(`Met ${one}`));
      if (french) await second.press("Français");
      return [first, second];
    },
    /** Somebody looks around in the example, on the day on which it is always told. */
    async visitor(language, { name = `visitor-${language}`, ...options } = {}) {
      const guest = await this.laptop(name, { locale: language, fixed: EXAMPLE, ...options });
      await guest.presses("example-look");
      await guest.page.locator(".places").waitFor();
      await guest.page.locator(".status", { hasText: "Fatou" }).waitFor();
      return guest;
    },
    /** Somebody goes on with a copy of a home. */
    async copy(name, as) {
      cpSync(join(folder, name), join(folder, as), { recursive: true });
      return this.laptop(as);
    },
    /** Where somebody's home lies. */
    home: (name) => join(folder, name),
    /** Keeps a picture of every window, for whoever looks for what went wrong. */
    async end() {
      mkdirSync(join(here, "shots"), { recursive: true });
      for (const laptop of laptops) {
        await laptop.page.screenshot({ path: join(here, "shots", `${laptop.name}.png`) }).catch(() => {});
        laptop.node.kill();
      }
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One person's laptop; counts what the person does. */
class Laptop {
  constructor(name, page, node, url, language, messages) {
    Object.assign(this, { name, page, node, url, language, messages, interactions: 0 });
  }

  /** What the message of this name says in this window’s language. */
  says(name) {
    const [, text] = this.messages.match(new RegExp(`^${name} = (.*)$`, "m")) ?? [];
    assert.ok(text, `no message ${name}`);
    return text;
  }

  /** Presses what is called by the message of this name. */
  async presses(name) {
    await this.press(this.says(name));
  }

  /** Fills in what is called by the message of this name. */
  async fills(name, text) {
    await this.fill(this.says(name), text);
  }

  /** Waits until it stands there that something went wrong. */
  async isRefused() {
    await this.page.getByRole("alert").first().waitFor();
  }

  /** Has the window hear something, as if its program told it. */
  async hears(event) {
    await this.page.evaluate((event) => window.told.onmessage({ data: JSON.stringify(event) }), event);
  }

  /** Turns the laptop off, and waits until it is. */
  async close() {
    const ended = new Promise((ended) => this.node.once("exit", ended));
    this.node.kill("SIGINT");
    await ended;
    await this.page.close();
  }

  async press(name) {
    this.interactions += 1;
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  /** Chooses a position, and gives it. */
  async answers(position, give = "Give my answer") {
    await this.press(position);
    await this.press(give);
  }

  /** Confirms the count that stands on the page, and wants to be asked each time where that is asked. */
  async confirms() {
    const once = this.page.getByRole("button", { name: "Ask me each time", exact: true });
    const confirm = this.page.getByRole("button", { name: "Confirm the count", exact: true });
    await once.or(confirm).first().waitFor();
    if (await once.count()) await this.press("Ask me each time");
    await this.press("Confirm the count");
  }

  async follow(name) {
    this.interactions += 1;
    await this.page.getByRole("link", { name }).first().click();
  }

  /** Starts something, by the way that is called so. */
  async starts(what) {
    await this.follow("Start something");
    await this.follow(what);
  }

  /** Opens what is folded away under these words, and returns it. */
  async opens(words) {
    this.interactions += 1;
    const summary = this.page.locator("summary", { hasText: words }).first();
    await summary.click();
    return summary.locator("..");
  }

  async fill(label, text) {
    this.interactions += 1;
    await this.page.getByLabel(label).first().fill(text);
  }

  /** Waits until this stands on the page. */
  async reads(text) {
    await this.page.getByText(text).first().waitFor();
  }

  /** Makes a call beside the pages, for what a story takes for granted; in the example where `room` says so. */
  async call(name, args, room = "call") {
    return this.page.evaluate(
      async ([name, args, room]) => {
        const headers = { authorization: `Bearer ${sessionStorage.getItem("token")}` };
        const answer = await fetch(`/${room}/${name}`, { method: "POST", headers, body: JSON.stringify(args) });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${name}: ${text}`);
        return JSON.parse(text);
      },
      [name, args, room],
    );
  }

  /** Waits until the laptop can be met, and returns where. */
  async listens() {
    for (;;) {
      const house = await this.call("house", { qr: false });
      if (house.since) return house;
      await this.page.waitForTimeout(50);
    }
  }

  async go(place) {
    await this.page.evaluate((place) => (location.hash = place), place);
  }

  /** Goes somewhere, and waits until everything that is asked for there has come. */
  async settled(place) {
    await this.go(place);
    await this.page.locator("#page > *").first().waitFor();
    await this.quiet();
  }

  /** Waits until everything that is asked for has come, and is drawn. */
  async quiet() {
    await this.page.waitForFunction(() => !document.querySelector("main [aria-busy=true]"));
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 120))));
  }

  /** Opens what is folded, so that it is looked at, too. */
  async unfolds() {
    await this.page.evaluate(() => document.querySelectorAll("main details").forEach((one) => (one.open = true)));
  }

  /** Drops a file on the window. */
  async drops(name, text) {
    await this.page.evaluate(
      ([name, text]) => {
        const data = new DataTransfer();
        data.items.add(new File([text], name));
        window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
      },
      [name, text],
    );
  }

  /** Every page of the example: a name for it, and where it is. */
  async everyPage() {
    const ids = async (name, args, of) => (await this.call(name, args, "example"))[of];
    const all = { skip: 0, limit: 100 };
    const named = (kind, found) => found.map((one, at) => [`${kind}-${at + 1}`, `#/${kind}/${one.id}`]);
    const rounds = await ids("round.list", all, "rounds");
    const round = await this.call("round.show", { round: rounds[0].id }, "example");
    const members = await ids("members", {}, "members");
    const places = ["today", "projects", "intentions", "decisions", "register", "budgets", "sharing", "people", "house"];
    const more = ["me", "poster", "verify", "new", "new/intention", "new/decision", "new/project", "new/round"];
    return [
      ...[...places, ...more].map((place) => [place.replace("/", "-"), `#/${place}`]),
      ...named("project", await ids("project.list", all, "projects")),
      ...named("intention", await ids("intention.list", all, "intentions")),
      ...named("decision", await ids("decision.list", { open: false, ...all }, "decisions")),
      ...named("round", rounds),
      ...named("bucket", round.buckets),
      ...named("person", members.filter((one) => one.me || one.keyholder)),
    ];
  }

  /** Says what others call them, and goes on from the field. */
  async begins(name = this.name) {
    await this.fill("What do others call you?", name);
    await this.page.keyboard.press("Enter");
  }

  async found(name) {
    await this.begins(name);
    await this.press("Start a community");
    await this.fill("What is it called?", "Le Fournil");
    await this.fill("Why are you together?", "That nobody on our street faces change alone.");
    await this.press("Start");
    await this.page.getByRole("link", { name: "Today", exact: true }).waitFor();
  }

  /** Does what has a file written, and returns the path where the browser put it. */
  async saved(act) {
    const download = this.page.waitForEvent("download");
    await act();
    return (await download).path();
  }

  /** Does what asks for a file, and chooses this one. */
  async chooses(file, act) {
    const chooser = this.page.waitForEvent("filechooser");
    await act();
    await (await chooser).setFiles(file);
  }

  async invite() {
    await this.go("#/people");
    await this.press("Invite somebody");
    return this.page.locator(".ticket").textContent();
  }

  async join(link) {
    await this.begins();
    await this.press("I have an invitation");
    await this.fill("Your invitation", link);
    await this.press("Look at it");
    // Why they are together is read before anything is joined.
    await this.page.locator(".card").getByText("That nobody on our street faces change alone.").waitFor();
    await this.press("Join");
    await this.page.getByRole("link", { name: "Today", exact: true }).waitFor();
  }

  /**
   * What somebody meets before they are in a community, and at its door: goes there, and tells what it is.
   * `link`: an invitation of somebody whose laptop is off.
   */
  async *firstRun(link) {
    await this.presses("first-go");
    await this.isRefused();
    yield "a name that is none";
    await this.presses("again");
    await this.presses("again-come");
    await this.isRefused();
    yield "one more laptop of somebody’s";
    await this.presses("back");
    await this.fills("first-name", "Oluwaseun Akínwándé");
    await this.page.keyboard.press("Enter");
    await this.page.locator(".ways").waitFor();
    yield "where to begin";
    await this.presses("begin-found");
    await this.presses("found-start");
    await this.isRefused();
    yield "a community of one’s own";
    await this.presses("back");
    await this.presses("begin-join");
    await this.presses("join-look");
    await this.isRefused();
    yield "no invitation";
    await this.fills("join-ticket", link);
    await this.presses("join-look");
    await this.page.locator(".card").waitFor();
    yield "an invitation";
    await this.presses("join-join");
    await this.page.locator(".places").waitFor();
    await this.quiet();
    yield "at the door";
    const [{ id: community, name, cause }] = (await this.call("me.show", {})).communities;
    const open = [{ question: cause, ends: Date.now() + 172_800_000, answered: 7, present: 12 }];
    const newest = [{ title: name, at: Date.now() }];
    await this.hears({ event: "preview", community, preview: { open, newest } });
    await this.hears({ event: "progress", received: 57, expected: 100 });
    await this.hears({ event: "problem", code: "store.failed", message: "", hint: "" });
    await this.isRefused();
    yield "a community that comes, and a disk that is full";
    const answers = async (name, status, json) => {
      await this.page.unroute(`**/call/${name}`);
      await this.page.route(`**/call/${name}`, (route) => route.fulfill({ status, json }));
    };
    const nobodyKnows = (code) => answers("me.show", 400, { code, message: "", hint: "" });
    await nobodyKnows("home.held");
    await this.hears({ event: "listening" });
    await this.reads(this.says("error-home-held"));
    yield "what another program uses";
    await nobodyKnows("home.damaged");
    await this.hears({ event: "listening" });
    await this.reads(this.says("error-home-damaged"));
    yield "what cannot be opened";
    await nobodyKnows("me.nobody");
    const aside = "/Users/oluwaseun.akinwande/Library/Application Support/org.palabre.app.aside-1";
    await answers("mend", 200, { community: "", name: "", aside, entries: 0, device: 0 });
    await this.presses("aside-back");
    await this.reads(/aside-1/);
    await this.presses("back");
    await this.drops("le-fournil.json", "{}");
    await this.reads(this.says("first-file"));
    yield "what was set aside, and a file that was opened";
    await this.page.unrouteAll();
  }

  /** What the example has no room for, in a community of one’s own beside another: goes there, and tells what it is. */
  async *ownHouse() {
    await this.call("found", { name: "The mill", cause: "That flour is ground where it is eaten." });
    await this.hears({ event: "listening" });
    await this.press("The mill");
    await this.presses("invite-someone");
    await this.page.locator(".invitation").waitFor();
    yield "the first day, and an invitation";
    await this.settled("#/people");
    await this.presses("invite");
    await this.page.locator(".invitation").waitFor();
    yield "an invitation among people";
    const { member } = await this.call("me.show", {});
    await this.settled(`#/person/${member}`);
    yield "somebody’s laptop, for whoever keeps the keys";
    await this.settled("#/me");
    await this.presses("device-add");
    await this.page.locator(".invitation").waitFor();
    await this.presses("words-show");
    await this.page.locator(".words24 li").nth(23).waitFor();
    await this.presses("words-off");
    await this.isRefused();
    yield "my laptops and my words";
    await this.presses("backup-make");
    await this.page.locator("dialog[open]").waitFor();
    yield "the passphrase of a backup";
    await this.page.keyboard.press("Escape");
    await this.settled("#/poster");
    await this.presses("poster-qr");
    await this.page.locator(".poster .qr").waitFor();
    yield "the poster, with an invitation";
    await this.settled("#/house");
    await this.unfolds();
    await this.presses("near-on");
    await this.page.getByRole("button", { name: this.says("near-off") }).waitFor();
    await this.fills("keeper-link", "the one on the wall");
    await this.presses("keeper-call");
    await this.isRefused();
    await this.fills("relay-url", "https://relay.neighbourhood-assembly-of-the-old-harbour.example.org");
    await this.presses("relay-use");
    await this.page.getByRole("button", { name: this.says("relay-off") }).waitFor();
    await this.presses("check");
    await this.reads(this.says("check-found"));
    yield "our house, and its network";
  }

  /** Every dialog that the example can open: opens it, and tells what it is. */
  async *everyDialog() {
    const page = this.page;
    const closes = async () => {
      await page.keyboard.press("Escape");
      await page.locator("dialog").waitFor({ state: "detached" });
    };
    const opened = () => page.locator("dialog[open]").waitFor();
    await this.settled("#/today");
    await page.keyboard.press("Control+k");
    await page.locator("#hit-16").waitFor();
    yield "what can be done";
    await page.locator("#find").fill("ha");
    await page.locator("#hits").waitFor();
    await this.quiet();
    yield "what is found";
    await page.locator("#find").fill("qqqq");
    await page.locator("#hits").waitFor({ state: "detached" });
    yield "nothing is found";
    await closes();
    await page.locator("#page").focus();
    await page.keyboard.press("?");
    await opened();
    yield "what the keys do";
    await closes();
    await this.hears({ event: "closing" });
    await opened();
    yield "the window is closed";
    await closes();
    await this.settled("#/me");
    await this.presses("device-close");
    await opened();
    yield "a laptop is closed";
    await closes();
    await this.settled("#/house");
    await this.presses("leave");
    await opened();
    await page.locator("dialog input").fill("?");
    await page.locator("dialog button.main").click();
    await this.isRefused();
    yield "leaving";
    await closes();
    const make = (name, args) => this.call(name, args, "example");
    const project = await make("project.new", { name: "Night school", why: "" });
    const url = "https://neighbourhood-assembly-of-the-old-harbour.example.org/night-school/2027?of=" + "tools".repeat(30);
    await make("project.link", { project: project.id, url, title: "" });
    await this.settled(`#/project/${project.id}`);
    await page.locator("a.out").click();
    await opened();
    yield "a link leads out";
    await closes();
    const intention = await make("intention.new", { what: "A bench outside", why: "To sit.", touches: ["Hana Suzuki"] });
    await this.settled(`#/intention/${intention.id}`);
    for (const go of ["go-go", "go-go-changed", "go-drop"]) {
      await this.presses(go);
      await opened();
      yield `sure: ${go}`;
      await closes();
    }
  }

  /** Every form that stands on no page of the example as it begins: makes it stand there, and tells what it is. */
  async *everyForm() {
    const page = this.page;
    const make = (name, args) => this.call(name, args, "example");
    const takes = (name) => page.getByRole("radio", { name: this.says(name), exact: true }).first().check();
    const all = { skip: 0, limit: 100 };

    const { members } = await make("members", {});
    const { shares } = await make("profile.show", { name: members.find((one) => one.name === "Fatou Ndiaye").id });
    await this.settled("#/new/intention");
    await this.unfolds();
    await this.fills("intention-knows-about", shares[0]);
    await page.locator("details button.quiet.small").first().waitFor();
    await this.presses("intention-ask");
    await this.isRefused();
    yield "an intention, and who knows about it";
    await this.settled("#/new/project");
    await takes("writes-team");
    await this.presses("project-put");
    await this.isRefused();
    yield "a project of a team";
    await this.settled("#/new/decision");
    await this.presses("next");
    await this.isRefused();
    yield "a question that is none";
    await this.settled("#/new/round");
    await this.presses("next");
    await this.isRefused();
    yield "a round for nothing";

    const draft = await make("decision.new", { question: "Which evening for the open doors?", wording: "Soup, and *music*." });
    await this.settled(`#/decision/${draft.id}`);
    await this.presses("more-ways");
    for (const way of ["consent", "proposal", "choose", "time-poll", "score"]) {
      await page.locator(".way", { hasText: this.says(`ask-${way}`) }).locator("input").check();
      if (way === "proposal") await takes("length-until");
      if (way === "time-poll") await this.presses("slot-add");
      if (way === "choose") {
        await this.presses("decision-open-it");
        await this.isRefused();
      }
      yield `a draft: ${way}`;
    }
    const open = async (question, given) => {
      const { id } = await make("decision.new", { question, wording: "At the table by the window." });
      await make("decision.open", { decision: id, ...given });
      await this.settled(`#/decision/${id}`);
    };
    await open("A bell for the door?", { how: "consent", reasons: "against" });
    await page.locator(".mine .position").nth(2).click();
    await page.locator(".mine button.main").first().click();
    await this.isRefused();
    await page.locator(".thread form textarea").last().fill("And what does @ha");
    await page.locator(".mentions button").first().waitFor();
    yield "an objection without a reason, and somebody’s name";
    await open("Which two lamps?", { how: "choose", options: ["The green one", "The one with the paper shade"], up_to: 2 });
    yield "two of several";
    const slots = ["2027-03-15T18:00[Europe/Paris]/2h", "2027-03-16T18:30[Europe/Paris]/2h"];
    await open("When do we paint?", { how: "time-poll", slots });
    yield "times";
    const options = ["Wooden chairs from the school", "Folding chairs"];
    await open("How much do you like each?", { how: "score", options });
    yield "points";

    const round = await make("round.new", { purpose: "Autumn round", currency: "EUR", guidelines: "- Open to *all*" });
    const bucket = await make("bucket.new", { title: "Tools for the repair café", round: round.id, why: "What breaks is mended." });
    await make("bucket.item", { bucket: bucket.id, what: "Soldering irons", min: "50", max: "60.50" });
    await make("bucket.item", { bucket: bucket.id, what: "Sold cakes", min: "20", income: true });
    await this.settled(`#/round/${round.id}`);
    for (const way of ["equal", "allot", "bands"]) {
      await this.unfolds();
      await takes(`round-shared-${way}`);
      if (way === "equal") {
        await this.presses("round-open-it");
        await this.isRefused();
      }
      yield `opening a round: ${way}`;
    }
    await this.settled(`#/bucket/${bucket.id}`);
    await this.unfolds();
    await this.presses("add");
    await this.isRefused();
    yield "a bucket of mine";

    const { projects } = await make("project.list", all);
    const project = await make("project.replicate", { project: projects[0].id, name: "Yard garden" });
    await make("project.need", { project: project.id, what: "Somebody with a van on Saturday", kind: "thing" });
    await make("step.add", { on: project.id, text: "Ask the neighbours for their ladders", by: "2027-03-20" });
    await this.settled(`#/project/${project.id}`);
    await page.getByRole("radio").nth(2).check();
    await this.unfolds();
    await this.fills("link-url", "no address");
    await page.locator("form", { hasText: this.says("link-url") }).locator("button").click();
    await this.isRefused();
    yield "a project of mine";
    await this.presses("write");
    await page.locator(".writing textarea").first().waitFor();
    yield "a project that is written";

    const { decisions } = await make("decision.list", { open: false, ...all });
    const { intentions } = await make("intention.list", all);
    // As whoever asked for advice sees it.
    await page.route("**/example/intention.show", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), mine: true } });
    });
    await this.settled(`#/intention/${intentions.find((one) => one.state === "listening").id}`);
    yield "advice that waits for an answer";
    await page.unroute("**/example/intention.show");
    const talk = await make("comment", { on: decisions[0].id, text: "Who brings the bread?" });
    await this.settled(`#/decision/${decisions[0].id}`);
    await page.locator(".comment").first().waitFor();
    await page.locator(".comment .acts button").first().click();
    await page.locator(".answering textarea").fill("I do, with @ka");
    yield "an answer to somebody’s words";

    await this.settled("#/sharing");
    await takes("share-thanks");
    yield "thanks";
    await this.settled("#/people");
    await this.presses("invite");
    await this.isRefused();
    yield "what leads out of the example";
    await make("profile.write", { away_until: "2027-04-20" });
    await this.settled("#/me");
    await this.fills("profile-place", "Le Panier, Marseille");
    await this.presses("save");
    await this.reads(this.says("saved"));
    yield "my profile, and that I am away";
    await this.settled("#/house");
    await this.presses("write");
    await page.locator(".writing textarea").waitFor();
    await this.unfolds();
    await page.locator("details", { hasText: this.says("charter-propose") }).locator("select").first().selectOption("quotas");
    await page.locator("details", { hasText: this.says("charter-propose") }).locator("button.main").click();
    await this.isRefused();
    yield "how we do things, and another rule";
    await this.settled("#/verify");
    const file = { name: "paper.txt", mimeType: "text/plain", buffer: Buffer.from("no decision") };
    await this.chooses(file, () => this.presses("verify-choose"));
    await this.isRefused();
    yield "a file that is no decision";
  }
}
