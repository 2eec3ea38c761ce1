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

/** Everybody can read what is on the page now. */
export async function readable(laptop, where) {
  await laptop.page.evaluate(axe);
  const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
  const found = await laptop.page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), tags);
  const wrong = found.violations.map((one) => `${one.id}: ${one.nodes[0].html}`);
  assert.deepEqual(wrong, [], where);
}

/** When the example is told in pictures: Wednesday 10 March 2027, 11:40 in Marseille. */
const EXAMPLE = { at: Date.parse("2027-03-10T10:40:00Z"), zone: "Europe/Paris" };

/** What leads into the example, in the words of each language. */
const LOOK = { en: "Look around first", fr: "Jeter d’abord un œil", es: "Primero echar un vistazo" };

/** A village for one story; `end` closes everything that it began. */
export async function village() {
  const folder = mkdtempSync(join(tmpdir(), "palabre-"));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
  const laptops = [];
  return {
    /** Somebody opens a laptop for the first time. */
    async laptop(name, { fixed, words, ...options } = {}) {
      const told = ["--home", join(folder, name), "--ui", join(here, "../dist"), "--peers", "127.0.0.1:0"];
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
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      await page.goto(url);
      const laptop = new Laptop(name, page, node, url);
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
    async visitor(language, { look = LOOK[language], ...options } = {}) {
      const guest = await this.laptop(`visitor-${language}`, { locale: language, fixed: EXAMPLE, ...options });
      await guest.press(look);
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
  constructor(name, page, node, url) {
    Object.assign(this, { name, page, node, url, interactions: 0 });
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
    await this.page.waitForFunction(() => !document.querySelector("#page [aria-busy=true]"));
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 120))));
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
}
