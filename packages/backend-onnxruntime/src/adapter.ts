import { BlockzooError } from "@blockzoo/core";

/**
 * What the page's GPU calls itself.
 *
 * @throws BlockzooError that says why the page has none
 */
export async function findAdapter(): Promise<string> {
  if (navigator.gpu === undefined) {
    throw failure(
      globalThis.isSecureContext
        ? "there is no WebGPU here: this browser does not offer it (Chrome and Edge do from 113 on, Safari from 26; Chrome on Linux with the flag --enable-unsafe-webgpu)"
        : "there is no WebGPU here: a page gets it only over https or from localhost",
    );
  }
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) {
    throw failure("there is no WebGPU adapter: the browser found no GPU that it may use (chrome://gpu says why)");
  }
  const { vendor, architecture, description } = adapter.info;
  return description || `${vendor} ${architecture}`.trim() || "unnamed";
}

function failure(message: string): BlockzooError {
  return new BlockzooError(message, { kind: "failure" });
}
