import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../harness/free-port.mjs";
import { expect } from "../harness/report.mjs";
import { hostFolder } from "../harness/host.mjs";
import { drawSeven } from "./drawing.mjs";
import { opened } from "./page.mjs";

/** @typedef {import("./page.mjs").Page} Page @typedef {import("playwright").BrowserContext} BrowserContext */

/**
 * On the simplest host, in a folder: the second load has threads; without the host the page opens and reads as before; a newer version
 * waits until it is wanted, and the page of the old one goes on meanwhile.
 * @param {{ built: string, scratch: string, context: BrowserContext }} options
 */
export async function goOffline({ built, scratch, context }) {
  const folder = path.join(scratch, "host");
  cpSync(built, folder, { recursive: true });
  const host = { port: await freePort(), below: "/some/folder/" };
  let server = await hostFolder(folder, host);
  const page = await context.newPage();
  try {
    await page.goto(`${server.address}#/families/lenet`);
    const first = await opened(page);
    expect(first.includes("one thread"), `a host without headers gives "${first}"`);
    await readsSeven(page);
    await page.getByRole("button", { name: "use more threads" }).click();
    await page.waitForFunction(() => crossOriginIsolated);
    const second = await opened(page);
    await allKept(page);

    await server.stop();
    const alone = await context.newPage();
    await alone.goto(`${server.address}#/`);
    await alone.getByRole("article").first().waitFor();
    await alone.goto(`${server.address}#/families/lenet`);
    await opened(alone);
    await readsSeven(alone);
    await alone.close();

    server = await hostFolder(folder, host);
    makeNewer(folder);
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    const load = page.getByRole("button", { name: "Load it" });
    await load.waitFor();
    await readsSeven(page);
    await page.goto(`${server.address}#/blocks`);
    await page.locator("main:visible h1").waitFor();
    expect((await versionOf(page)) === "", "the newer version was loaded before it was wanted");
    await load.click();
    await page.waitForFunction(() => document.querySelector("meta[name=version]") !== null);
    await server.stop();
    await page.reload();
    expect((await versionOf(page)) === "newer", "the newer version does not open without the host");
    return `first ${first}, then ${second}`;
  } finally {
    await server.stop();
  }
}

/** @param {Page} page */
async function readsSeven(page) {
  await drawSeven(page);
  await page.locator("[data-testid=predictions][data-best='7']").waitFor();
}

/** Waits until all that is to be kept is. @param {Page} page */
async function allKept(page) {
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

/** Another version in the same folder. @param {string} folder */
function makeNewer(folder) {
  const [html, worker] = ["index.html", "service-worker.js"].map((name) => path.join(folder, name));
  writeFileSync(
    String(html),
    readFileSync(String(html), "utf8").replace("<title>", '<meta name="version" content="newer"><title>'),
  );
  writeFileSync(String(worker), readFileSync(String(worker), "utf8").replace(/[0-9a-f]{16}/, "0123456789abcdef"));
}

/** @param {Page} page */
function versionOf(page) {
  return page.evaluate(() => document.querySelector("meta[name=version]")?.getAttribute("content") ?? "");
}
