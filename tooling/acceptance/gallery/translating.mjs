import { expect } from "../harness/report.mjs";
import { blockzoo } from "./command.mjs";

/** @typedef {import("./page.mjs").Visit} Visit */

/**
 * The page translates as the command does, and says what it does not know.
 * @param {Visit} visit
 */
export async function translate({ open, photograph }) {
  const page = await open("families/seq2seq");
  const said = page.locator("[data-testid=translation][data-translating=false]:not(:empty)");
  await page.getByRole("button", { name: "Translate" }).click();
  await said.waitFor();
  const text = (await said.textContent()) ?? "";
  const expected = await blockzoo("predict", "luong-translator.tatoeba", "--input", "¿Dónde está mi libro?");
  expect(text === expected.text, `the page said "${text}", the command "${expected.text}"`);
  await photograph(page, "translator");

  await page.getByLabel("in Spanish").fill(" ");
  await page.getByRole("button", { name: "Translate" }).click();
  await page.locator("section .error:visible").waitFor();
  return `translated into "${text}"`;
}
