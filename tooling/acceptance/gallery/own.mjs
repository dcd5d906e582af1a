import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../harness/run.mjs";
import { expect } from "../harness/report.mjs";
import { drawSeven } from "./drawing.mjs";
import { savedByTorchvision, whyNoTorchvision } from "./torchvision.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("./page.mjs").Visit} Visit */

const root = fileURLToPath(new URL("../../..", import.meta.url));
const weights = path.join(root, "packages/models/lenet/weights/lenet5.mnist.safetensors");
const tolerance = 1e-4;

/** What the command exports, and the files that it writes; the last lies beside those before it. @type {Readonly<Record<string, readonly string[]>>} */
const exported = {
  "resnet20-mini.glyphs": ["onnx"],
  "stylist.wave": ["onnx"],
  "lstm-writer.tinyshakespeare": ["onnx"],
  "luong-translator.tatoeba": ["encode.onnx", "decode.onnx", "onnx.data"],
};

/**
 * Files are recognised, looked into and used: weights of both kinds, what torchvision saved, and what the command exported; what is none
 * is refused, and the page lives.
 * @param {Visit} visit @param {string} scratch
 */
export async function takeOwn({ open, photograph }, scratch) {
  const page = await open("families/lenet");
  await page.evaluate(() => void (location.hash = "#/own"));
  const file = page.getByLabel("Open a file");
  await file.setInputFiles({ name: "letter.pth", mimeType: "", buffer: Buffer.from("<!doctype html><p>not found") });
  await page.getByText("letter.pth: is a web page").waitFor();
  await readsSeven(page, weights);
  await photograph(page, "own");
  const converted = path.join(scratch, "lenet5.pth");
  await command("weights", "convert", weights, converted);
  await readsSeven(page, converted);
  const torchvision = await asTorchvision(page, scratch);

  for (const [tag, endings] of Object.entries(exported)) {
    const out = path.join(scratch, `${tag}.onnx`);
    await command("export", tag, "--out", out);
    const files = endings.map((ending) => path.join(scratch, `${tag}.${ending}`));
    const [variant = ""] = tag.split(".");
    await give(page, () => file.setInputFiles(files));
    await take(page, variant, files);
  }
  // The last of them speaks English.
  await page.getByRole("tab", { name: "Try it" }).click();
  await page.getByRole("button", { name: "Translate" }).click();
  const said = page.locator("[data-testid=translation][data-translating=false]:not(:empty)");
  await said.waitFor();
  const read = `safetensors and .pth read a seven, ${torchvision}`;
  return `${read}; ${Object.keys(exported).join(", ")} as ONNX; “${await said.textContent()}”`;
}

/** Weights of LeNet-5 that are dropped on the page read a seven. @param {Page} page @param {string} file */
async function readsSeven(page, file) {
  await give(page, () => drop(page, file));
  await take(page, "lenet5", [file]);
  await page.getByRole("tab", { name: "Try it" }).click();
  await page.getByRole("button", { name: "Clear" }).click();
  await drawSeven(page);
  const predictions = page.getByTestId("predictions");
  // It is read stroke by stroke, and half a seven may be a nine.
  await predictions
    .and(page.locator("[data-best='7']"))
    .waitFor({ timeout: 20_000 })
    .catch(() => {});
  const best = await predictions.getAttribute("data-best");
  expect(best === "7", `with ${path.basename(file)} a drawn seven was read as ${best}`);
}

/** A ResNet-18 of torchvision says of a picture what torchvision says. @param {Page} page @param {string} scratch */
async function asTorchvision(page, scratch) {
  if (whyNoTorchvision !== undefined) return `torchvision's is left out, as ${whyNoTorchvision}`;
  const { weights: own, picture, said } = await savedByTorchvision(scratch);
  await give(page, () => page.getByLabel("Open a file").setInputFiles(own));
  await take(page, "resnet18", [own]);
  await page.getByRole("tab", { name: "Try it" }).click();
  await page.getByLabel("Open a picture").setInputFiles(picture);
  const likely = page.locator("[data-testid=predictions] li");
  await likely.first().waitFor();
  const found = await likely.evaluateAll((all) =>
    all.map((each) => ({
      label: each.firstElementChild?.textContent ?? "",
      probability: each.querySelector("meter")?.value,
    })),
  );
  const difference = Math.max(
    ...found.map(({ label, probability }) => Math.abs((probability ?? NaN) - (said.get(label) ?? NaN))),
  );
  expect(difference <= tolerance, `torchvision's ResNet-18 is apart by ${difference}: ${JSON.stringify(found)}`);
  return `torchvision's ResNet-18 is apart from torchvision by ${difference.toExponential(1)}`;
}

/** @param {readonly string[]} args */
function command(...args) {
  return run("npx", ["pnpm", "--silent", "blockzoo", ...args], { cwd: root });
}

/** @param {Page} page @param {() => Promise<void>} files */
async function give(page, files) {
  await page.evaluate(() => void (location.hash = "#/own"));
  await page.getByText("Drop a file here").waitFor();
  await files();
}

/** Drops a small file where the page takes files. @param {Page} page @param {string} file */
async function drop(page, file) {
  const given = { name: path.basename(file), bytes: readFileSync(file).toString("base64") };
  const dataTransfer = await page.evaluateHandle(({ name, bytes }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0))], name));
    return transfer;
  }, given);
  await page.getByText("Drop a file here").dispatchEvent("drop", { dataTransfer });
}

/** Opens the page of the variant as which the files are known; its weights are those of the files. @param {Page} page @param {string} variant @param {readonly string[]} files */
async function take(page, variant, files) {
  await page.getByRole("link", { name: variant, exact: true }).click();
  await page.locator("[role=treeitem].block").first().waitFor();
  const chosen = await page.getByLabel("Weights").inputValue();
  expect(chosen.includes(path.basename(files[0] ?? "")), `the weights that are looked at are ${chosen}`);
}
