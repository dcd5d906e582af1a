import { check } from "@blockzoo/core";
import { crc32 } from "@blockzoo/weights";

/**
 * The chunks of a PNG file that make its pixels; all others are passed over, an animation's further pictures among them.
 *
 * The format: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)".
 */
export interface PngChunks {
  readonly width: number;
  readonly height: number;
  /** Bits of one sample of one channel. */
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** What a pixel is made of. */
  readonly colours: keyof typeof channelsOf;
  /** Whether the pixels come in Adam7's seven passes. */
  readonly isInterlaced: boolean;
  /** Red, green, blue of each index. */
  readonly palette?: Uint8Array;
  /** Chunk tRNS: the alpha of each index of a palette, or the samples (of two bytes) of the one transparent colour. */
  readonly transparency?: Uint8Array;
  /** The compressed samples: one stream, in pieces. */
  readonly compressed: readonly Uint8Array[];
}

/** Samples of a pixel. */
export const channelsOf = { grey: 1, colour: 3, palette: 1, "grey and alpha": 2, "colour and alpha": 4 } as const;

/** By the file's number, the colours and the depths that they may have. */
const colourTypes: Readonly<Record<number, readonly [PngChunks["colours"], readonly number[]]>> = {
  0: ["grey", [1, 2, 4, 8, 16]],
  2: ["colour", [8, 16]],
  3: ["palette", [1, 2, 4, 8]],
  4: ["grey and alpha", [8, 16]],
  6: ["colour and alpha", [8, 16]],
};

const signatureBytes = 8;
/** Of a chunk, beside its content: a length and four letters before it, a checksum behind it. */
const beforeContent = 8;
const afterContent = 4;
const mostIndices = 256;

/** Finds the chunks of a file that has PNG's signature. A file may end without its last chunk, IEND, which says nothing. */
export function readPngChunks(bytes: Uint8Array): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Pick<PngChunks, "width" | "height" | "depth" | "colours" | "isInterlaced"> | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  const compressed: Uint8Array[] = [];
  for (let place = signatureBytes; place + beforeContent <= bytes.length;) {
    const length = view.getUint32(place);
    const kind = String.fromCharCode(...bytes.subarray(place + 4, place + beforeContent));
    const start = place + beforeContent;
    const content = bytes.subarray(start, start + length);
    const isChecked = kind === "IHDR" || kind === "PLTE" || kind === "tRNS" || kind === "IDAT";
    if (isChecked && start + length + afterContent <= bytes.length) {
      const isRight = crc32(bytes.subarray(place + 4, start + length)) === view.getUint32(start + length);
      check(isRight, () => `byte ${place}: the chunk ${kind} does not have its checksum`);
    }
    if (kind === "IHDR") header ??= readHeader(content);
    if (kind === "PLTE") palette = content;
    if (kind === "tRNS") transparency = content;
    if (kind === "IDAT") compressed.push(content);
    if (kind === "IEND") break;
    place = start + length + afterContent;
  }
  check(header !== undefined, () => "has no chunk IHDR");
  if (header.colours !== "palette") return { ...header, compressed, ...(transparency && { transparency }) };
  check(
    palette !== undefined && palette.length > 0 && palette.length % 3 === 0 && palette.length <= 3 * mostIndices,
    () => `has a palette of ${palette?.length ?? 0} bytes, expected three for each of 1 to ${mostIndices} colours`,
  );
  return { ...header, palette, compressed, ...(transparency && { transparency }) };
}

function readHeader(content: Uint8Array): Pick<PngChunks, "width" | "height" | "depth" | "colours" | "isInterlaced"> {
  check(content.length === 13, () => `its chunk IHDR has ${content.length} bytes, expected 13`);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [depth, type, compression, filter, interlace] = content.subarray(8) as unknown as readonly number[];
  const [colours, depths] = colourTypes[type!] ?? [];
  check(
    colours !== undefined && depths!.includes(depth!),
    () => `says colours of type ${type} with ${depth} bits, which PNG does not have`,
  );
  check(
    compression === 0 && filter === 0 && (interlace === 0 || interlace === 1),
    () => `says compression ${compression}, filter ${filter}, interlacing ${interlace}, expected 0, 0, and 0 or 1`,
  );
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth: depth as PngChunks["depth"],
    colours,
    isInterlaced: interlace === 1,
  };
}
