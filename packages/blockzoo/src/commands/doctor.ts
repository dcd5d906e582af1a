import { probeRuntimes } from "@blockzoo/backend-onnxruntime";
import { referenceBackend } from "@blockzoo/core";
import { backendName, type BackendName } from "../backends.js";
import { print, printJson } from "../terminal.js";

export interface DoctorOptions {
  readonly json?: boolean;
}

interface Finding {
  readonly backend: BackendName;
  readonly runs: boolean;
  readonly version?: string;
  readonly device: string;
  readonly threads?: number;
  /** Why it does not run. */
  readonly reason?: string;
  readonly install?: string;
}

/** The one to name where none is installed: it runs everywhere and has no install script. */
const recommended = "npm i onnxruntime-web";

/** Prints for every backend whether it runs here, and if not why, and what to install. */
export async function run({ json }: DoctorOptions): Promise<number> {
  const findings = [...(await runtimes()), reference()];
  const isReady = findings.some(({ backend, runs }) => runs && backend !== "reference");
  const advice = isReady ? undefined : recommended;
  if (json === true) {
    const { node, platform, arch } = { node: process.versions.node, platform: process.platform, arch: process.arch };
    printJson({ node, platform, arch, backends: findings, ...(advice !== undefined && { install: advice }) });
    return 0;
  }
  print(`Node ${process.versions.node} on ${process.platform} ${process.arch}\n`);
  for (const finding of findings) print(lineOf(finding, isReady));
  print(
    advice === undefined
      ? `\nReady: ${findings.find(({ runs }) => runs)!.backend} is what commands use by default.`
      : `\nNo fast runtime is ready. Install one with: ${advice}`,
  );
  return 0;
}

async function runtimes(): Promise<Finding[]> {
  return (await probeRuntimes()).map(({ name, runs, version, threads, reason, install }) => ({
    backend: backendName(name),
    runs,
    device: name === "onnxruntime-wasm" ? "wasm" : "cpu",
    ...(version !== undefined && { version }),
    ...(threads !== undefined && { threads }),
    ...(runs ? {} : { reason: reason ?? "unknown", install }),
  }));
}

function reference(): Finding {
  const { runtime, device, threads } = referenceBackend().capabilities;
  return { backend: "reference", runs: true, version: runtime, device, threads };
}

/** Where nothing is ready, one command is named below, not one a line: the reader shall not have to choose. */
function lineOf({ backend, runs, version, device, threads, reason, install }: Finding, isReady: boolean): string {
  const name = backend.padEnd(18);
  if (!runs) return `  no   ${name}${reason}${isReady ? `; ${install}` : ""}`;
  const role = backend === "reference" ? "; exact and slow, for checking" : "";
  return `  yes  ${name}${version}, ${device}, ${threads} ${threads === 1 ? "thread" : "threads"}${role}`;
}
