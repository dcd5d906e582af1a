import type { NDArray } from "@blockzoo/core";

/** The SHA-256 of bytes or of a text, in hexadecimal, by the platform's Web Crypto. */
export async function sha256(content: Uint8Array | string): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One hash for named arrays: their names, types and values. */
export async function sha256OfArrays(arrays: Iterable<readonly [string, NDArray]>): Promise<string> {
  const parts = Array.from(arrays, async ([name, { dtype, shape, data }]) => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return `${name} ${dtype}[${shape}] ${await sha256(bytes)}`;
  });
  return sha256((await Promise.all(parts)).toSorted().join("\n"));
}
