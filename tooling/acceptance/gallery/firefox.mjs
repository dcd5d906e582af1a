import { existsSync } from "node:fs";
import { launch } from "puppeteer-core";
import { expect } from "../harness/report.mjs";

const executablePath = ["/usr/bin/firefox", "/usr/bin/firefox-esr"].find((file) => existsSync(file));

/** Why it is not looked at in Firefox; undefined where it is. */
export const whyNoFirefox = executablePath === undefined ? "there is no Firefox here" : undefined;

/** What each page shows once it is there: something that the code of the page has made. */
const pages = {
  "": "Recurrent nets",
  "families/resnet?tab=inside": "layer1",
  "families/lenet?tab=claims": "lenet5.glyphs",
  training: "lenet5.glyphs",
  "teach?kind=sounds": "microphone",
  playground: "Train",
  blocks: "DepthwiseSeparableConv2d",
  "blocks/LSTM": "forget gate",
};

/**
 * Opens every page in Firefox as it is installed, driven by WebDriver BiDi, which Playwright speaks with builds of its own only.
 * @param {string} address
 */
export async function lookInFirefox(address) {
  const browser = await launch({
    browser: "firefox",
    ...(executablePath && { executablePath }),
    headless: true,
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    /** @type {string[]} */
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    for (const [place, shown] of Object.entries(pages)) {
      await page.goto(`${address}#/${place}`);
      await page.waitForFunction(
        (text) => document.querySelector("main:not([hidden])")?.textContent?.includes(text),
        {},
        shown,
      );
    }
    expect(errors.length === 0, errors.join("\n"));
    return `${await browser.version()}, ${Object.keys(pages).length} pages`;
  } finally {
    await browser.close();
  }
}
