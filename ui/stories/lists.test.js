import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readable, village } from "./people.js";

let street;
before(async () => (street = await village()));
after(() => street.end());

/** Asks something and settles it, as somebody who is alone in a community can. */
async function settled(laptop, question, more = {}) {
  const { id } = await laptop.call("decision.new", { question, wording: "" });
  await laptop.call("decision.open", { decision: id, how: "consent", ...more });
  await laptop.call("decision.answer", { decision: id, answer: ["consent"] });
  const { state } = await laptop.call("decision.count", { decision: id });
  assert.equal(state, "final");
  return id;
}

test("what is not over stands first, and it is said how much is in the register", async () => {
  const ada = await street.laptop("Ada");
  await ada.found();
  const { id } = await ada.call("decision.new", { question: "Why are we here?", wording: "" });
  await ada.call("decision.open", { decision: id, how: "proposal", days: 300 });
  await settled(ada, "A bell?");
  await settled(ada, "A bench?");
  await ada.go("#/decisions");
  await ada.reads("Why are we here?");
  assert.equal(await ada.page.getByText("A bell?").count(), 0);
  await ada.follow("2 decisions are over, and in the register.");
  await ada.reads("2 decisions.");
  assert.equal(await ada.page.locator(".rows > li").count(), 2);
  await ada.page.getByLabel("Search", { exact: true }).fill("bell");
  await ada.reads("One decision.");
  await readable(ada, "the register");
});

test("of hundreds of rounds the newest are shown, and the others to whoever wants to see them", async () => {
  const cy = await street.laptop("Cy");
  await cy.found();
  for (let nth = 0; nth <= 200; nth += 1) {
    await cy.call("round.new", { purpose: `Round ${nth}`, currency: "EUR", guidelines: "" });
  }
  await cy.go("#/budgets");
  await cy.reads("Round 200");
  const list = cy.page.locator("#page .rows");
  const { height } = await list.boundingBox();
  await cy.press("Show more rounds");
  await cy.page.getByRole("button", { name: "Show more rounds" }).waitFor({ state: "detached" });
  await cy.page.waitForFunction((height) => document.querySelector("#page .rows").offsetHeight > height, height);
  await readable(cy, "hundreds of rounds");

  // Whoever goes by the keys stays on it for as long as there are more.
  await cy.page.route("**/call/round.list", async (route) => {
    const answer = await route.fetch();
    const found = await answer.json();
    const rounds = Array(route.request().postDataJSON().limit).fill(found.rounds[0]);
    await route.fulfill({ response: answer, json: { ...found, rounds } });
  });
  await cy.go("#/today");
  await cy.page.getByRole("heading", { name: "Coming" }).first().waitFor();
  await cy.go("#/budgets");
  const more = cy.page.getByRole("button", { name: "Show more rounds" });
  await more.focus();
  const few = (await list.boundingBox()).height;
  await cy.page.keyboard.press("Enter");
  await cy.page.waitForFunction((few) => document.querySelector("#page .rows").offsetHeight > 2 * few, few);
  assert.ok(await more.evaluate((button) => button === document.activeElement), "the focus stayed");
});

test("a round opens with the time that gifts may be on their way", async () => {
  const bea = await street.laptop("Bea");
  await bea.found();
  const because = await settled(bea, "Release 100 €?", { releases: "100 EUR" });
  const { id } = await bea.call("round.new", { purpose: "Spring", currency: "EUR", guidelines: "" });
  await bea.go(`#/round/${id}`);
  await bea.fill("How much is there to give, in EUR?", "100");
  await bea.page.getByLabel("Released by").selectOption(because);
  await bea.page.getByText("More: who gets how much").click();
  await bea.fill("How many hours gifts may be on their way", "5");
  await bea.page.locator("form.mine").getByRole("button", { name: "Open giving" }).click();
  await bea.reads(/may arrive up to 5 hours after the end/);
});
