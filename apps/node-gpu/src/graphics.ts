import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What computes behind a device of WebGPU, as far as the machine tells. */
export interface Graphics {
  /** Such as `NVIDIA H100`; undefined where the machine does not say. */
  readonly name: string | undefined;
  /** A driver that computes on the CPU, such as SwiftShader or llvmpipe: right, and slow. */
  readonly isSoftware: boolean;
}

/** Drivers of Vulkan that need no GPU. */
const softwareDrivers = /swiftshader|lvp|llvmpipe/i;

/**
 * Node's WebGPU does not say which adapter it took. On Linux a GPU is a device file, and NVIDIA's driver says its name; where
 * there is no such file, what computes is software. Other systems always have a driver of their own.
 */
export function findGraphics(environment: NodeJS.ProcessEnv = process.env): Graphics {
  const driver = environment["VK_DRIVER_FILES"] ?? environment["VK_ICD_FILENAMES"] ?? "";
  if (softwareDrivers.test(driver)) return { name: path.basename(driver), isSoftware: true };
  if (process.platform !== "linux") return { name: undefined, isSoftware: false };
  const devices = ["/dev/nvidia0", "/dev/dxg", "/dev/kfd", ...renderNodes()];
  return devices.some((file) => existsSync(file))
    ? { name: nvidiaName(), isSoftware: false }
    : { name: undefined, isSoftware: true };
}

function renderNodes(): string[] {
  return list("/dev/dri")
    .filter((name) => name.startsWith("renderD"))
    .map((name) => path.join("/dev/dri", name));
}

function nvidiaName(): string | undefined {
  const folder = "/proc/driver/nvidia/gpus";
  const [first] = list(folder);
  if (first === undefined) return undefined;
  const information = readFileSync(path.join(folder, first, "information"), "utf8");
  return /^Model:\s*(.+)$/m.exec(information)?.[1]?.trim();
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
