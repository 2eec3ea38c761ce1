// Inviting somebody at the same table. Laptops see each other by multicast, so that this story has a network of its own, with
// no way out: the test begins itself once more inside one. Linux, where such networks can be made.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readable, unreadable, village } from "./people.js";

const AT = "10.78.0.1";
const MADE = [
  "ip link set lo up",
  "ip link add near type veth peer name far",
  `ip address add ${AT}/24 dev near`,
  "ip link set far up",
  "ip link set near up",
  "ip route add 224.0.0.0/4 dev near",
].join(" && ");
const TITLE = "somebody new is invited by three words, looks at it, and joins";

if (process.env.PALABRE_NEAR === AT) {
  test(TITLE, story);
} else {
  // As root, or as anybody where the system lets people have networks of their own.
  const way = [["--net"], ["--map-root-user", "--net"]].find((way) => run(way, "true").status === 0);
  test(TITLE, { skip: way ? false : "no network of its own can be made here" }, () => {
    const told = run(way, `exec "$0" --test --test-reporter=spec "$1"`);
    assert.equal(told.status, 0, `${told.stdout}\n${told.stderr}`);
  });
}

/** Runs something in a network of its own. */
function run(way, what) {
  const words = [...way, "sh", "-c", `${MADE} && ${what}`, process.execPath, fileURLToPath(import.meta.url)];
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync("unshare", words, { env: { ...env, PALABRE_NEAR: AT }, encoding: "utf8", timeout: 180_000 });
}

async function story() {
  const table = await village(AT);
  try {
    const lina = await table.laptop("Lina");
    await lina.found();
    await lina.go("#/people");
    await lina.page.getByText("Somebody near", { exact: true }).click();
    await lina.reads("This laptop does not look around on the network by itself.");
    await lina.press("Look around on this network");
    await lina.reads("Nobody on this network waits to be invited just now.");

    const noe = await table.laptop("Noé", { locale: "fr" });
    await noe.fills("first-name", "Noé");
    await noe.page.keyboard.press("Enter");
    await noe.press("Être invité par quelqu’un tout près");
    const said = noe.page.getByText(/^Sur ce réseau tu es/);
    const words = (await said.textContent()).match(/\p{Ll}+ \p{Ll}+ \p{Ll}+(?=\. Dis)/u)[0];
    assert.deepEqual(await unreadable(noe), [], "somebody who waits");

    // Lina sees three words and no name, and hands an invitation over.
    const line = lina.page.getByRole("listitem").filter({ hasText: words });
    await line.getByRole("button", { name: "Hand them an invitation" }).click();
    await lina.reads("has your invitation");
    await readable(lina, "whoever invites");

    // Noé is in nothing before he says so.
    await noe.reads("Lina t’invite à rejoindre Le Fournil");
    assert.deepEqual(await unreadable(noe), [], "an invitation that waits");
    await noe.page.screenshot({ path: fileURLToPath(new URL("shots/near.png", import.meta.url)) });
    await lina.page.screenshot({ path: fileURLToPath(new URL("shots/near-invites.png", import.meta.url)) });
    await noe.press("La regarder");
    await noe.page.locator(".card").getByText("That nobody on our street faces change alone.").waitFor();
    await noe.press("Rejoindre");
    await noe.reads(/Lina/);
    await lina.reads("Nobody on this network waits to be invited just now.");
    await lina.page.getByRole("link", { name: /Noé/ }).waitFor();
  } finally {
    await table.end();
  }
}
