import { BlockzooError, Interruption, messageOf } from "@blockzoo/core";
import type { Ort, WasmPaths } from "./ort.js";

interface Meaning {
  readonly pattern: RegExp;
  readonly meaning: string;
  /** Whether the runtime's own words say more, such as which node it was. */
  readonly quoted: boolean;
}

/** What a runtime's message means where it says it in its own terms, and what can be done. */
const meanings: readonly Meaning[] = [
  {
    pattern: /RequestAdapterStatus|Failed to get GPU adapter|No supported adapters/i,
    meaning: "there is no WebGPU adapter: no GPU with a driver for Vulkan, Metal or Direct3D 12 was found",
    quoted: false,
  },
  {
    pattern: /AppendExecutionProvider_Cuda|providers_cuda|CUDA execution provider is not enabled|libcu\w+\.so/i,
    meaning:
      "the CUDA provider is not in this installation: on Linux x64 with CUDA 12 and cuDNN 9, " +
      "`npm i onnxruntime-node` without ONNXRUNTIME_NODE_INSTALL=skip fetches it",
    quoted: false,
  },
  {
    pattern: /fallback to CPU EP has been explicitly disabled/i,
    meaning:
      "it has an op that the provider has no kernel for, and would silently compute on the host: " +
      "run it with the provider cpu or wasm, and please report it",
    quoted: false,
  },
  {
    pattern:
      /bad_alloc|SafeIntOnOverflow|out of memory|(memory|buffer) allocation|failed to allocate|allocation failed|exceeds the max\w* \w*(buffer|binding)/i,
    meaning: "the device has too little memory for it: take a smaller batch, a smaller input or another provider",
    quoted: true,
  },
];

/** Puts a sentence of ours before what the runtime says. */
export function explained(what: string, error: unknown): BlockzooError {
  if (error instanceof BlockzooError) return error;
  // WebAssembly throws bare numbers for C++ exceptions that nobody caught, which is what running out of memory is.
  const said = error instanceof Error ? error.message : `std::bad_alloc, ${String(error)}`;
  const known = meanings.find(({ pattern }) => pattern.test(said));
  const reason = known === undefined ? said : known.quoted ? `${known.meaning} (${firstLine(said)})` : known.meaning;
  return new BlockzooError(`${what}: ${reason}`, { cause: error, kind: "failure" });
}

function firstLine(text: string): string {
  const line = text.split("\n", 1)[0]!;
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

const builds = { wasm: "ort-wasm-simd-threaded", webgpu: "ort-wasm-simd-threaded.asyncify" } as const;

/**
 * Looks at the files that a page is to load WebAssembly from, once it could not: servers of single-page apps answer for what
 * they do not have with the page itself.
 *
 * @returns what is wrong with them; undefined where they are what they should be, or nobody said where they are
 */
export async function wrongFiles(
  paths: WasmPaths | undefined,
  build: keyof typeof builds,
): Promise<string | undefined> {
  if (paths === undefined) return undefined;
  for (const kind of ["mjs", "wasm"] as const) {
    const file = `${builds[build]}.${kind}`;
    const url = new URL(typeof paths === "string" ? `${paths}${file}` : paths[kind], globalThis.location?.href).href;
    const problem = await problemOf(url);
    if (problem !== undefined) {
      return `got ${problem} from ${url}; copy node_modules/onnxruntime-web/dist/${file} to where that address points`;
    }
  }
  return undefined;
}

async function problemOf(url: string): Promise<string | undefined> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    return `no answer (${messageOf(error)})`;
  }
  void response.body?.cancel();
  if (!response.ok) return `status ${response.status}`;
  return response.headers.get("content-type")?.startsWith("text/html") === true ? "an HTML page" : undefined;
}

/** The loss of the GPU device, as a driver's crash or too long a kernel make it. */
export function deviceLoss(ort: Ort): Interruption {
  const loss = new Interruption();
  // Documented as a promise, found as the device itself.
  const device = Promise.resolve(ort.env.webgpu?.device);
  const lose = ({ reason, message }: GPUDeviceLostInfo) => {
    const why = [reason, message].filter((part) => part !== undefined && part !== "").join(": ");
    const text = `the WebGPU device was lost (${why}): make a new backend in a page that is loaded again, from your last checkpoint`;
    loss.come(new BlockzooError(text, { kind: "failure" }));
  };
  void device.then((opened) => opened?.lost.then(lose));
  return loss;
}
