import { expect } from "../harness/report.mjs";

/** @typedef {import("./page.mjs").Visit} Visit */

/**
 * A family is found by what it does, by its paper and by its ancestors; its card leads to its page, and back.
 * @param {Visit} visit
 */
export async function findFamily({ open, photograph }) {
  const page = await open("");
  const cards = page.getByRole("article");
  await cards.first().waitFor();
  const all = await cards.count();
  await photograph(page, "hall");

  await page.getByRole("searchbox", { name: "Search" }).fill("residual learning");
  await page.getByRole("status").getByText(`1 of ${all}`).waitFor();
  const found = await cards.getByRole("link").allTextContents();
  expect(found.join() === "ResNet", `"residual learning" finds ${found.join(", ")}`);
  const told = (await cards.first().textContent()) ?? "";
  expect(told.includes("From VGG:"), `the card of ResNet does not say what it changed of VGG: ${told}`);
  await page.reload();
  await page.getByRole("status").getByText(`1 of ${all}`).waitFor();

  await page.getByRole("link", { name: "ResNet" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/families\/resnet$/);
  await page.locator("main:visible h1").waitFor();
  await page.goBack();
  await page.getByRole("status").getByText(`1 of ${all}`).waitFor();

  await page.getByRole("searchbox", { name: "Search" }).fill("no such thing");
  await page.getByText("No family is like that").waitFor();
  return `${all} families`;
}
