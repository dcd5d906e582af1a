import { existsSync } from "node:fs";

/** Where Chromium and Chrome are installed, on Debian and its kin, Fedora, macOS and Windows. */
const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * The browser that browser tests are run in: `CHROMIUM_PATH`, else one that is installed; undefined where there is none.
 * @returns {string | undefined}
 */
export function findChromium() {
  const named = process.env["CHROMIUM_PATH"];
  return (named === undefined ? usual : [named]).find((path) => existsSync(path));
}

/** WebGPU on Chromium's own software GPU: the same results on every machine, whatever graphics it has. */
export const chromiumArguments = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
];
