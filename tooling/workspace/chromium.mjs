import { existsSync, realpathSync } from "node:fs";
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

/** For messages that miss it. */
export const howToGet = "install it (Debian: apt-get install chromium), or name one in CHROMIUM_PATH";

/** WebGPU on Chromium's own software GPU: the same results on every machine, whatever graphics it has. */
export const chromiumArguments = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
];

/** Where Linux keeps its libraries. */
const systemLibraries = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
const vulkanDriver = "vk_swiftshader_icd.json";
const vulkanLoader = "libvulkan.so.1";

/**
 * @typedef {object} SoftwareGpu
 * @property {Readonly<Record<string, string>>} environment in which a process is started
 * @property {string} [problem] why there is none, and what to install
 */

/**
 * The software GPU that comes with Chromium, on which Node's WebGPU is tested: a machine's own GPU is left alone, so that
 * tests give the same results everywhere. The loader of Vulkan's drivers, which a machine without graphics lacks, comes with
 * Chromium too. A process reads `LD_LIBRARY_PATH` when it starts, and never again.
 * @returns {SoftwareGpu}
 */
export function findSoftwareGpu() {
  const browser = findChromium();
  const folders = [...(browser === undefined ? [] : [path.dirname(realpathSync(browser))]), "/usr/lib/chromium"];
  const folder = folders.find((each) => existsSync(path.join(each, vulkanDriver)));
  if (folder === undefined)
    return { environment: {}, problem: `no Chromium with a software GPU was found: ${howToGet}` };
  if (![folder, ...systemLibraries].some((each) => existsSync(path.join(each, vulkanLoader)))) {
    const problem = `there is no ${vulkanLoader}, which finds Chromium's software GPU: install it (Debian: apt-get install libvulkan1)`;
    return { environment: {}, problem };
  }
  const libraries = [folder, process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(path.delimiter);
  return {
    environment: {
      VK_ICD_FILENAMES: path.join(folder, vulkanDriver),
      LD_LIBRARY_PATH: libraries,
      XDG_RUNTIME_DIR: tmpdir(),
    },
  };
}
