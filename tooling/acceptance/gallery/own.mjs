import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../harness/run.mjs";
import { expect } from "../harness/report.mjs";
import { drawSeven } from "./drawing.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

const root = fileURLToPath(new URL("../../..", import.meta.url));
const weights = path.join(root, "packages/models/lenet/weights/lenet5.mnist.safetensors");

/** What the command exports, and the files that it writes; the last lies beside those before it. @type {Readonly<Record<string, readonly string[]>>} */
const exported = {
  "resnet20-mini.glyphs": ["onnx"],
  "stylist.wave": ["onnx"],
  "lstm-writer.tinyshakespeare": ["onnx"],
  "luong-translator.tatoeba": ["encode.onnx", "decode.onnx", "onnx.data"],
};

/**
 * Files are recognised, looked into and used: weights, and what the command exported; what is none is refused, and the page lives.
 * @param {Visit} visit @param {string} scratch
 */
export async function takeOwn({ open, photograph }, scratch) {
  const page = await open("families/lenet");
  await page.evaluate(() => void (location.hash = "#/own"));
  const file = page.getByLabel("Open a file");
  await file.setInputFiles({ name: "letter.pth", mimeType: "", buffer: Buffer.from("<!doctype html><p>not found") });
  await page.getByText("letter.pth: is a web page").waitFor();
  const chosen = await take(page, [weights], "lenet5");
  expect(chosen === path.basename(weights), `the weights that are looked at are ${chosen}`);
  await photograph(page, "own");
  await page.getByRole("tab", { name: "Try it" }).click();
  await drawSeven(page);
  await page.locator("[data-testid=predictions]:not([data-best=''])").waitFor();
  const best = await page.getByTestId("predictions").getAttribute("data-best");
  expect(best === "7", `a drawn seven was read as ${best}`);

  for (const [tag, endings] of Object.entries(exported)) {
    const out = path.join(scratch, `${tag}.onnx`);
    await run("npx", ["pnpm", "--silent", "blockzoo", "export", tag, "--out", out], { cwd: root });
    const files = endings.map((ending) => path.join(scratch, `${tag}.${ending}`));
    const [variant = ""] = tag.split(".");
    const given = await take(page, files, variant);
    expect(given.includes(path.basename(files[0] ?? "")), `the weights that are looked at are ${given}`);
  }
  // The last of them speaks English.
  await page.getByRole("tab", { name: "Try it" }).click();
  await page.getByRole("button", { name: "Translate" }).click();
  const said = page.locator("[data-testid=translation][data-translating=false]:not(:empty)");
  await said.waitFor();
  return `${chosen} reads a seven; ${Object.keys(exported).join(", ")} as ONNX; “${await said.textContent()}”`;
}

/** Gives the page files, which it knows as a variant, and opens its page; returns the weights that are chosen there. @param {Page} page @param {readonly string[]} files @param {string} variant */
async function take(page, files, variant) {
  await page.evaluate(() => void (location.hash = "#/own"));
  await page.getByLabel("Open a file").setInputFiles(files);
  await page.getByRole("link", { name: variant, exact: true }).click();
  await page.locator("[role=treeitem].block").first().waitFor();
  return page.getByLabel("Weights").inputValue();
}
