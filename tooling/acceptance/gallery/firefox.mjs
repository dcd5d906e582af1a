import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { firefox } from "playwright";

const installed = [process.env["FIREFOX_PATH"], "/usr/bin/firefox", "/usr/bin/firefox-esr"].find(
  (file) => file !== undefined && existsSync(file),
);
const executablePath = fileURLToPath(new URL("../harness/firefox-for-playwright.mjs", import.meta.url));

/** Why it is not looked at in Firefox; undefined where it is. */
export const whyNoFirefox =
  installed === undefined ? "there is none here: install it, or name one in FIREFOX_PATH" : undefined;

/**
 * Firefox as it is installed, with a profile of its own; its camera and its microphone are made up.
 * @param {string} profile a folder
 */
export async function openFirefox(profile) {
  const context = await firefox.launchPersistentContext(profile, {
    channel: "moz-firefox",
    executablePath,
    env: { ...process.env, FIREFOX_PATH: String(installed) },
    firefoxUserPrefs: { "media.navigator.streams.fake": true, "media.navigator.permission.disabled": true },
    viewport: { width: 1280, height: 1000 },
  });
  context.setDefaultTimeout(120_000);
  return context;
}
