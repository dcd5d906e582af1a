/** The first pickle of the stream format, `0x1950a86a20f9469cfc6c`, as bytes: protocol, LONG1 of ten bytes, STOP. */
const MAGIC = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

export const magicBytes = MAGIC.length;

/** Whether a file begins as one of the stream format does. */
export function isPyTorchStream(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, index) => bytes[index] === byte);
}
