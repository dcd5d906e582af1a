import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "../harness/report.mjs";
import { drawSeven } from "./drawing.mjs";

/** @typedef {import("./page.mjs").Visit} Visit */

const weights = fileURLToPath(
  new URL("../../../packages/models/lenet/weights/lenet5.mnist.safetensors", import.meta.url),
);

/** Weights from a file are recognised, looked into and used; what is none is refused, and the page lives. @param {Visit} visit */
export async function takeOwn({ open, photograph }) {
  const page = await open("families/lenet");
  await page.evaluate(() => void (location.hash = "#/own"));
  const file = page.getByLabel("Open a file");
  await file.setInputFiles({ name: "letter.pth", mimeType: "", buffer: Buffer.from("<!doctype html><p>not found") });
  await page.getByText("letter.pth: is a web page").waitFor();
  await file.setInputFiles(weights);
  await page.getByRole("link", { name: "lenet5", exact: true }).click();
  await page.locator("[role=treeitem].block").first().waitFor();
  const chosen = await page.getByLabel("Weights").inputValue();
  expect(chosen === path.basename(weights), `the weights that are looked at are ${chosen}`);
  await photograph(page, "own");
  await page.getByRole("tab", { name: "Try it" }).click();
  await drawSeven(page);
  await page.locator("[data-testid=predictions]:not([data-best=''])").waitFor();
  const best = await page.getByTestId("predictions").getAttribute("data-best");
  expect(best === "7", `a drawn seven was read as ${best}`);
  return `${chosen} reads a seven`;
}
