import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, loadConfigFromFile, mergeConfig } from "vite";
import { expect } from "../harness/report.mjs";
import { run } from "../harness/run.mjs";
import { linkPackages } from "./installed.mjs";

/** @typedef {import("./page.mjs").Visit} Visit */

const root = fileURLToPath(new URL("../../..", import.meta.url));
const app = path.join(root, "apps/gallery");
const tsx = import.meta.resolve("tsx");
const name = "blockzoo-family-my-net";
const line = `"my-net": async () => (await import("${name}")).myNet,`;

/**
 * Makes a package as its author would, puts it beside the gallery, writes the line that the gallery's page tells, and builds it.
 * @param {string} scratch a folder
 * @returns {Promise<string>} where it is built
 */
export async function buildWithGuest(scratch) {
  const place = path.join(scratch, "guest");
  mkdirSync(place);
  const create = path.join(root, "packages/create-family/bin/create-family.js");
  await run("node", ["--conditions=@blockzoo/source", "--import", tsx, create, "my-net"], { cwd: place });
  const packaged = path.join(place, name);
  for (const folder of [place, packaged]) linkPackages(folder, app);
  const families = readFileSync(path.join(app, "src/families.ts"), "utf8");
  const none = "guests: Readonly<Record<string, () => Promise<Family>>> = {}";
  expect(families.includes(none), "src/families.ts is written in another way: change this check with it");
  writeFileSync(path.join(place, "families.ts"), families.replace(none, `${none.slice(0, -1)} ${line} }`));
  const loaded = await loadConfigFromFile({ command: "build", mode: "production" }, path.join(app, "vite.config.ts"));
  const outDir = path.join(place, "dist");
  await build(
    mergeConfig(loaded?.config ?? {}, {
      configFile: false,
      root: app,
      logLevel: "error",
      build: { outDir, emptyOutDir: true },
      resolve: {
        alias: [
          { find: /^(\.\.?\/)+families\.js$/, replacement: path.join(place, "families.ts") },
          { find: `${name}/recipes`, replacement: path.join(packaged, "recipes/index.ts") },
          { find: `${name}/weights`, replacement: path.join(packaged, "weights/index.js") },
          { find: name, replacement: path.join(packaged, "src/index.ts") },
        ],
      },
    }),
  );
  return outDir;
}

/** A family of another package stands in the hall, and has its page, its code and its training. @param {Visit} visit */
export async function meetGuest({ open, photograph }) {
  const page = await open("");
  await page.getByRole("searchbox", { name: "Search" }).fill("my net");
  await page.getByRole("link", { name: "My net", exact: true }).click();
  await page.locator("[role=treeitem].block").first().click();
  await page.locator("[data-testid=live] svg").first().waitFor();
  await photograph(page, "guest");
  await page.getByRole("tab", { name: "Train it" }).click();
  await page.getByRole("button", { name: "One step" }).click();
  await page.getByText("step 1 of 400").waitFor();
  await page.evaluate(() => void (location.hash = "#/training"));
  await page.getByRole("link", { name: "my-net.glyphs", exact: true }).waitFor();
  return "in the hall, on its page, and one step trained";
}
