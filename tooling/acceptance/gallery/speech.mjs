import { expect } from "../harness/report.mjs";
import { blockzoo } from "./command.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

/**
 * A file is heard as the command hears it, and so is the microphone, to which the browser plays the same file.
 * @param {Visit} visit @param {{ sound: string, said: string | undefined }} options `said` where it is known what is said in the file
 */
export async function transcribe({ open, photograph }, { sound, said }) {
  const page = await open("families/ctc");
  await page.getByLabel("Open a WAV file").setInputFiles(sound);
  const read = await heard(page);
  const { text } = await blockzoo("predict", "ctc-digits.fsdd", "--input", sound);
  expect(read === (text || "nothing was heard"), `the page heard "${read}", the command "${text}"`);
  expect(said === undefined || read === said, `"${said}" was heard as "${read}"`);
  await photograph(page, "transcriber");

  await page.getByRole("button", { name: "Record" }).click();
  await page.waitForTimeout(3000);
  await page.getByRole("button", { name: "Stop and read" }).click();
  return `heard "${read}", and "${await heard(page)}" by the microphone`;
}

/** @param {Page} page */
async function heard(page) {
  const output = page.locator("[data-testid=heard][data-phase=ready]:not(:empty)");
  await output.or(page.locator("section .error:visible")).first().waitFor();
  const problem = await page.locator("section .error:visible").allTextContents();
  expect(problem.length === 0, problem.join("\n"));
  return (await output.textContent()) ?? "";
}
