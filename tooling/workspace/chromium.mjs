import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

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
  return (named === undefined ? usual : [named]).find((file) => existsSync(file));
}

/** WebGPU on Chromium's own software GPU: the same results on every machine, whatever graphics it has. */
export const chromiumArguments = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
];

const vulkanDriver = "vk_swiftshader_icd.json";

/**
 * The environment in which Node's WebGPU runs on the software GPU that comes with Chromium; empty where there is none. A
 * machine's own GPU is left alone, so that tests give the same results everywhere.
 * @type {Record<string, string>}
 */
export const softwareGpu = (() => {
  const folders = [path.dirname(findChromium() ?? ""), "/usr/lib/chromium"];
  const driver = folders.map((folder) => path.join(folder, vulkanDriver)).find((file) => existsSync(file));
  return driver === undefined ? {} : { VK_ICD_FILENAMES: driver, XDG_RUNTIME_DIR: tmpdir() };
})();
