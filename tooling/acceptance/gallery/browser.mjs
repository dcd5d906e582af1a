import path from "node:path";
import { chromium } from "playwright";
import { chromiumArguments, findChromium } from "@blockzoo-tooling/workspace/chromium";
import { opened } from "./page.mjs";

const executablePath = findChromium();

/**
 * A browser with a profile of its own, which outlives the tabs; its microphone hears a sound, its camera sees a moving circle.
 * @param {string} profile a folder
 * @param {string} sound a WAV file
 */
export async function openBrowser(profile, sound) {
  const devices = [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-audio-capture=${sound}%noloop`,
  ];
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath && { executablePath }),
    args: [...chromiumArguments, ...devices],
    viewport: { width: 1280, height: 1000 },
  });
  context.setDefaultTimeout(120_000);
  return context;
}

/**
 * What is done with the page, and what it found.
 * @typedef {import("./page.mjs").Visit} Visit
 * @typedef {(visit: Visit) => Promise<string>} Doing
 */

/**
 * @param {import("playwright").BrowserContext} context
 * @param {{ runtime: string, address: string, photographs: string }} options `photographs`: the folder of them
 * @param {Doing} doing
 */
export async function visit(context, { runtime, address, photographs }, doing) {
  let status = "";
  const note = await doing({
    runtime,
    async open(place) {
      const page = await context.newPage();
      page.on("pageerror", (error) => console.error(`          ${runtime}: ${error.message}`));
      await page.goto(`${address}?runtime=${runtime}#/${place}`);
      status = await opened(page);
      return page;
    },
    async photograph(page, name) {
      await page.screenshot({ path: path.join(photographs, `${runtime}-${name}.png`), fullPage: true });
    },
  });
  return `${status}, ${note}`;
}
