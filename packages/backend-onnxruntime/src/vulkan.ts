import { BlockzooError } from "@blockzoo/core";

/**
 * Looks for what WebGPU computes with on Linux before the runtime does: Dawn, its WebGPU, prints what it misses to the
 * terminal, with lines of its source.
 *
 * @throws BlockzooError that says what is missing. Where nothing is, there need not be a GPU.
 */
export function checkVulkan(): void {
  const missing = process.platform === "linux" ? missingOfVulkan() : undefined;
  if (missing === undefined) return;
  throw new BlockzooError(`there is no WebGPU adapter: it needs Vulkan, ${missing}`, { kind: "failure" });
}

function missingOfVulkan(): string | undefined {
  if (!hasLoader()) return "whose loader is not installed (Debian: apt-get install libvulkan1)";
  const { named, folders } = driverPlaces(process.env);
  if ((named ?? folders).some(isThere)) return undefined;
  const found = named === undefined ? "which has no driver here" : `but there is no ${named.join(" and no ")}`;
  return `${found}: install that of the GPU (Debian, for AMD's and Intel's: apt-get install mesa-vulkan-drivers)`;
}

/** Node opens a library as the runtime does, and of one that is not made for Node it says so only where it was found. */
function hasLoader(): boolean {
  try {
    process.dlopen({ exports: {} }, "libvulkan.so.1");
    return true;
  } catch (error) {
    return !(error as Error).message.includes("cannot open shared object file");
  }
}

interface DriverPlaces {
  /** What the environment names: nothing else counts then. */
  readonly named?: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Where drivers of Vulkan say that they are there. Khronos, "Driver Interface to the Vulkan Loader", section "Linux Driver
 * Discovery"; the last folder is NixOS's.
 */
function driverPlaces(env: NodeJS.ProcessEnv): DriverPlaces {
  const split = (list: string) => list.split(":").filter((each) => each !== "");
  const named = env["VK_DRIVER_FILES"] || env["VK_ICD_FILENAMES"];
  if (named) return { named: split(named), folders: [] };
  const roots = [
    env["XDG_CONFIG_HOME"] || `${env["HOME"] ?? ""}/.config`,
    env["XDG_CONFIG_DIRS"] || "/etc/xdg",
    "/usr/local/etc:/etc",
    env["XDG_DATA_HOME"] || `${env["HOME"] ?? ""}/.local/share`,
    env["XDG_DATA_DIRS"] || "/usr/local/share:/usr/share",
    "/run/opengl-driver/share",
  ];
  const folders = roots.flatMap(split).map((root) => `${root}/vulkan/icd.d`);
  return { folders: [...split(env["VK_ADD_DRIVER_FILES"] ?? ""), ...folders] };
}

/** A file, or a folder with something in it. */
function isThere(place: string): boolean {
  const { existsSync, readdirSync, statSync } = process.getBuiltinModule("node:fs");
  return existsSync(place) && (!statSync(place).isDirectory() || readdirSync(place).length > 0);
}
