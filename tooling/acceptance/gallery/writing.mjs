import { expect } from "../harness/report.mjs";
import { blockzoo } from "./command.mjs";

/** @typedef {import("./page.mjs").Visit} Visit */

/** So many characters are the same wherever the network runs; behind them a rounding may have drawn another. */
const agreeing = 40;

/**
 * The page writes what the command writes, and stops when it is told.
 * @param {Visit} visit
 */
export async function write({ open, photograph }) {
  const page = await open("families/rnn/lstm-writer-large");
  const written = page.getByTestId("written");
  await page.getByRole("button", { name: "Write" }).click();
  await page.locator("[data-testid=written][data-writing=false]:not(:empty)").waitFor();
  const text = (await written.textContent()) ?? "";
  const settings = `temperature=0.7,seed=0,length=${agreeing}`;
  const expected = await blockzoo(
    "predict",
    "lstm-writer-large.tinyshakespeare",
    "--input",
    "ROMEO:\n",
    "--set",
    settings,
  );
  expect(text.startsWith(expected.text), `the page wrote "${text.slice(0, 80)}", the command "${expected.text}"`);
  await photograph(page, "writer");

  await page.getByRole("button", { name: "Write" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("button", { name: "Write" }).waitFor();
  const short = (await written.textContent()) ?? "";
  expect(short.length < text.length, "it wrote to the end, though it was told to stop");
  return `wrote ${text.length} characters, and stopped after ${short.length}`;
}
