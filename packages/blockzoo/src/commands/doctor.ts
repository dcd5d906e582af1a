import { availableParallelism } from "node:os";
import { probeBackend, type BackendProbe } from "@blockzoo/core";
import { backendNames, candidate, usual, type BackendName } from "../backends.js";
import { print, printJson } from "../terminal.js";

export interface DoctorOptions {
  readonly json?: boolean;
}

interface Finding {
  readonly backend: BackendName;
  readonly runs: boolean;
  readonly version?: string;
  readonly device?: string;
  readonly threads?: number;
  readonly adapter?: string;
  /** Why it does not run. */
  readonly reason?: string;
  readonly install?: string;
}

/** The one to name where none is installed: it runs everywhere and has no install script. */
const recommended = "npm i onnxruntime-web";

/** A first run on a GPU compiles its kernels. */
const timeoutMilliseconds = 20_000;

/** Prints for every backend whether it runs here, and if not why, and what to install. */
export async function run({ json }: DoctorOptions): Promise<number> {
  const findings: Finding[] = [];
  // One after the other: they would fight for the cores.
  for (const name of backendNames) {
    findings.push(findingOf(name, await probeBackend(candidate(name), { timeoutMilliseconds })));
  }
  const ready = findings.find(({ backend, runs }) => runs && usual.includes(backend));
  const advice = ready === undefined ? recommended : undefined;
  const machine = machineFacts();
  if (json === true) {
    printJson({ ...machine, backends: findings, ...(advice !== undefined && { install: advice }) });
    return 0;
  }
  const simd = machine.simd ? "WebAssembly SIMD" : "no WebAssembly SIMD";
  print(`Node ${machine.node} on ${machine.platform} ${machine.arch}, ${machine.cores} cores, ${simd}\n`);
  for (const finding of findings) print(lineOf(finding, ready !== undefined));
  print(
    ready === undefined
      ? `\nNo fast runtime is ready. Install one with: ${recommended}`
      : `\nReady: ${ready.backend} is what commands use by default.`,
  );
  return 0;
}

function machineFacts() {
  const { platform, arch, versions } = process;
  return { node: versions.node, platform, arch, cores: availableParallelism(), simd: hasSimd() };
}

/** Whether WebAssembly accepts a module with one SIMD instruction: `v128.const 0`, dropped. */
function hasSimd(): boolean {
  const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const types = [1, 4, 1, 0x60, 0, 0];
  const functions = [3, 2, 1, 0];
  const body = [0, 0xfd, 0x0c, ...new Array<number>(16).fill(0), 0x1a, 0x0b];
  const code = [10, body.length + 2, 1, body.length, ...body];
  return WebAssembly.validate(Uint8Array.from([...header, ...types, ...functions, ...code]));
}

function findingOf(backend: BackendName, probe: BackendProbe): Finding {
  if (!probe.runs) {
    const { reason, install } = probe;
    return {
      backend,
      runs: false,
      reason: install === undefined ? reason : "not installed",
      ...(install && { install }),
    };
  }
  const { runtime, device, threads, adapter } = probe.capabilities;
  return { backend, runs: true, version: runtime, device, threads, ...(adapter !== undefined && { adapter }) };
}

/** Where nothing is ready, one command is named below, not one a line: the reader shall not have to choose. */
function lineOf(
  { backend, runs, version, device, threads, adapter, reason, install }: Finding,
  isReady: boolean,
): string {
  const name = backend.padEnd(20);
  if (!runs) return `  no   ${name}${reason}${isReady && install !== undefined ? `; ${install}` : ""}`;
  const role = backend === "reference" ? "; exact and slow, for checking" : "";
  const gpu = adapter === undefined ? "" : `, ${adapter}`;
  return `  yes  ${name}${version}, ${device}${gpu}, ${threads} ${threads === 1 ? "thread" : "threads"}${role}`;
}
