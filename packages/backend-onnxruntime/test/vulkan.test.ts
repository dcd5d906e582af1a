import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkVulkan } from "../src/vulkan.js";

const folder = await mkdtemp(path.join(tmpdir(), "blockzoo-vulkan-"));
afterAll(() => rm(folder, { recursive: true }));

const missing = "libvulkan.so.1: cannot open shared object file: No such file or directory";
const present = "Module did not self-register: 'libvulkan.so.1'.";

/** What Node says when it opens the loader. */
const loaderIs = (answer: string) =>
  vi.spyOn(process, "dlopen").mockImplementation(() => {
    throw new Error(answer);
  });

describe.skipIf(process.platform !== "linux")("what Vulkan needs on Linux", () => {
  beforeEach(() => {
    for (const name of ["VK_DRIVER_FILES", "VK_ICD_FILENAMES", "VK_ADD_DRIVER_FILES"]) vi.stubEnv(name, undefined);
    loaderIs(present);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it("is its loader", () => {
    loaderIs(missing);
    expect(checkVulkan).toThrow(
      "there is no WebGPU adapter: it needs Vulkan, whose loader is not installed (Debian: apt-get install libvulkan1)",
    );
  });

  it("is one of the drivers that the environment names, where it does", async () => {
    const driver = path.join(folder, "driver.json");
    await writeFile(driver, "{}");
    vi.stubEnv("VK_ICD_FILENAMES", "/nowhere.json:/nor/here.json");
    expect(checkVulkan).toThrow(
      "it needs Vulkan, but there is no /nowhere.json and no /nor/here.json: install that of the GPU (Debian, for AMD's and Intel's: apt-get install mesa-vulkan-drivers)",
    );
    vi.stubEnv("VK_ICD_FILENAMES", `/nowhere.json:${driver}`);
    expect(checkVulkan).not.toThrow();
    vi.stubEnv("VK_DRIVER_FILES", "/nowhere.json");
    expect(checkVulkan).toThrow("but there is no /nowhere.json:");
  });

  it("is a driver in a folder of the user's or the system's", async () => {
    const drivers = path.join(folder, "share", "vulkan", "icd.d");
    await mkdir(drivers, { recursive: true });
    vi.stubEnv("XDG_DATA_DIRS", `/nowhere:${path.join(folder, "share")}`);
    await writeFile(path.join(drivers, "driver.json"), "{}");
    expect(checkVulkan).not.toThrow();
  });
});
