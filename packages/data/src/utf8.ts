import { BlockzooError } from "@blockzoo/core";

/**
 * The text that bytes of UTF-8 hold; a byte order mark is not part of it.
 *
 * @throws BlockzooError with the offset of the first byte that is none
 */
export function decodeUtf8(bytes: Uint8Array, { name }: { readonly name: string }): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const is16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const found = is16 ? "begins as UTF-16 does" : `is no UTF-8 text at byte ${firstWrongByte(bytes)}`;
    throw new BlockzooError(`${name}: ${found}: expected text that is saved as UTF-8`, { cause });
  }
}

const REPLACEMENT = "\uFFFD";

/** Before the first replacement that is not in the bytes themselves, all of them are right, and can be counted from the text. */
function firstWrongByte(bytes: Uint8Array): number {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const encoder = new TextEncoder();
  let [offset, from] = [0, 0];
  for (;;) {
    const at = text.indexOf(REPLACEMENT, from);
    offset += encoder.encode(text.slice(from, at)).length;
    const isOwn = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
    if (!isOwn) return offset;
    offset += 3;
    from = at + 1;
  }
}
