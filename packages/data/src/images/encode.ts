import type { RawImage } from "./raw-image.js";

/** Pixels as the bytes of a PNG file. */
export async function encodePng({ width, height, data, channels }: RawImage): Promise<Uint8Array> {
  const { encode } = await import("fast-png");
  return encode({ width, height, data, channels: channels ?? data.length / (width * height), depth: 8 });
}
