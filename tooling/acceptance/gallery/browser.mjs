import path from "node:path";
import { chromium } from "playwright";
import { chromiumArguments, findChromium } from "@blockzoo-tooling/workspace/chromium";
import { opened } from "./page.mjs";

const executablePath = findChromium();

/**
 * What the microphone hears once, a WAV file, and the camera sees again and again, a Y4M file; by default a beep, and a moving circle.
 * @typedef {{ readonly hears?: string, readonly sees?: string }} Devices
 */

/**
 * A browser with a profile of its own, which outlives the tabs.
 * @param {string} profile a folder
 * @param {Devices} devices
 */
export async function openBrowser(profile, { hears, sees }) {
  const devices = [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    ...(hears === undefined ? [] : [`--use-file-for-fake-audio-capture=${hears}%noloop`]),
    ...(sees === undefined ? [] : [`--use-file-for-fake-video-capture=${sees}`]),
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
