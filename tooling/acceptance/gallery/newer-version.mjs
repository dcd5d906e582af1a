import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** @typedef {import("./page.mjs").Page} Page */

/**
 * Makes another version of the built app in its folder: the page says that it is newer, and all else has other names, as after a build
 * of changed sources.
 * @param {string} folder
 */
export function makeNewer(folder) {
  const assets = path.join(folder, "assets");
  const renamed = new Map(readdirSync(assets).map((name) => [name, name.replace(/(?=\.[^.]+$)/, "-newer")]));
  for (const [name, newer] of renamed) renameSync(path.join(assets, name), path.join(assets, newer));
  const texts = ["index.html", "service-worker.js", ...[...renamed.values()].map((name) => path.join("assets", name))];
  for (const file of texts.filter((each) => /\.(html|m?js|css|json)$/.test(each))) {
    const place = path.join(folder, file);
    const text = readFileSync(place, "utf8").replaceAll(/[\w.-]+/g, (word) => renamed.get(word) ?? word);
    writeFileSync(place, changed(file, text));
  }
}

/** @param {string} file @param {string} text */
function changed(file, text) {
  if (file === "index.html") return text.replace("<title>", '<meta name="version" content="newer"><title>');
  if (file === "service-worker.js") return text.replace(/[0-9a-f]{16}/, "0123456789abcdef");
  return text;
}

/** Of what a tab runs: empty, or `newer`. @param {Page} page */
export function versionOf(page) {
  return page.evaluate(() => document.querySelector("meta[name=version]")?.getAttribute("content") ?? "");
}

/** Waits until all that is to be kept of the app on this machine is. @param {Page} page */
export async function allKept(page) {
  await page.waitForFunction(async () => {
    const script = await (await fetch("service-worker.js", { cache: "no-store" })).text();
    const files = JSON.parse(/\[\{"path":.*?\}\]/.exec(script)?.[0] ?? "[]");
    const kept = await Promise.all(
      files
        .filter((/** @type {{ isKept: boolean }} */ { isKept }) => isKept)
        .map((/** @type {{ path: string }} */ file) => caches.match(file.path)),
    );
    return kept.length > 0 && kept.every((response) => response !== undefined);
  });
}
