import { BlockzooError } from "@blockzoo/core";

/** What a JPEG file says of its pixels before they begin. */
export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** What the components of a pixel are. */
  readonly colours: "grey" | "YCbCr" | "RGB" | "CMYK" | "YCCK";
  readonly isProgressive: boolean;
  /** How many times each component's samples are fewer than the pixels, across and down. */
  readonly sampling: readonly { readonly across: number; readonly down: number }[];
  /** Where Adobe's segments begin. */
  readonly adobe: readonly number[];
}

/** The ways of coding that are not read, by the marker that starts the frame. */
const foreignProcesses: Readonly<Record<number, string>> = {
  0xc3: "lossless coding",
  0xc5: "hierarchical coding",
  0xc6: "hierarchical coding",
  0xc7: "hierarchical coding",
  0xc9: "arithmetic coding",
  0xca: "arithmetic coding",
  0xcb: "arithmetic coding",
  0xcd: "hierarchical coding",
  0xce: "hierarchical coding",
  0xcf: "hierarchical coding",
  0xf7: "the coding of JPEG-LS",
};

const progressive = 0xc2;
const startOfScan = 0xda;

/**
 * Reads the segments of a file up to its pixels.
 *
 * @throws BlockzooError where there are not all of them, or the file is coded in a way that is not read
 */
export function readJpegFrame(bytes: Uint8Array, name: string): JpegFrame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: Omit<JpegFrame, "colours" | "adobe"> | undefined;
  let names: readonly number[] = [];
  let isJfif = false;
  let transform: number | undefined;
  const adobe: number[] = [];
  for (let place = 2; place + 4 <= bytes.length;) {
    const marker = bytes[place + 1]!;
    // Any number of fill bytes may come before a marker; what lies between segments is passed over, as libjpeg does.
    if (bytes[place] !== 0xff || marker === 0xff || marker === 0) {
      place += 1;
      continue;
    }
    const end = place + 2 + view.getUint16(place + 2);
    const content = bytes.subarray(place + 4, end);
    if (marker === startOfScan && frame !== undefined) {
      return { ...frame, colours: coloursOf(names, { isJfif, transform }), adobe };
    }
    if (marker in foreignProcesses) throw foreign(name, foreignProcesses[marker]!);
    if (marker >= 0xc0 && marker <= progressive) {
      ({ names, ...frame } = readFrame(content, { isProgressive: marker === progressive, name }));
    }
    if (marker === 0xe0 && starts(content, "JFIF\0")) isJfif = true;
    if (marker === 0xee) {
      adobe.push(place);
      if (starts(content, "Adobe")) transform = content[11];
    }
    place = end;
  }
  throw truncated(name, bytes.length);
}

/** The components of a frame: of each a name, how often it is sampled across and down, and a table. */
function readFrame(content: Uint8Array, { isProgressive, name }: { isProgressive: boolean; name: string }) {
  const [bits, height, width, count] = [content[0]!, two(content, 1), two(content, 3), content[5]!];
  if (content.length < 6 + 3 * count) throw truncated(name, content.length);
  if (bits !== 8) throw foreign(name, `${bits} bits a sample`);
  if (count !== 1 && count !== 3 && count !== 4) throw foreign(name, `${count} components`);
  const components = Array.from({ length: count }, (_, index) => content.subarray(6 + 3 * index, 9 + 3 * index));
  const sizes = components.map(([, size]) => ({ across: size! >> 4, down: size! & 15 }));
  const [across, down] = [Math.max(...sizes.map((size) => size.across)), Math.max(...sizes.map((size) => size.down))];
  const sampling = sizes.map((size) => ({ across: across / size.across, down: down / size.down }));
  return { width, height, isProgressive, sampling, names: components.map((component) => component[0]!) };
}

/** As libjpeg decides: by JFIF's or Adobe's segment, else by the components' names. */
function coloursOf(
  names: readonly number[],
  { isJfif, transform }: { readonly isJfif: boolean; readonly transform: number | undefined },
): JpegFrame["colours"] {
  if (names.length === 1) return "grey";
  if (names.length === 4) return transform === undefined || transform === 0 ? "CMYK" : "YCCK";
  if (isJfif) return "YCbCr";
  if (transform !== undefined) return transform === 0 ? "RGB" : "YCbCr";
  return String.fromCharCode(...names) === "RGB" ? "RGB" : "YCbCr";
}

function two(bytes: Uint8Array, place: number): number {
  return bytes[place]! * 256 + bytes[place + 1]!;
}

function starts(bytes: Uint8Array, letters: string): boolean {
  return Array.from(letters).every((letter, index) => bytes[index] === letter.charCodeAt(0));
}

function foreign(name: string, what: string): BlockzooError {
  return new BlockzooError(
    `${name}: is a JPEG file with ${what}, which is not read: convert it to PNG or to an ordinary JPEG file`,
  );
}

function truncated(name: string, length: number): BlockzooError {
  return new BlockzooError(`${name}: is a JPEG file without a complete header, cut off or damaged (${length} bytes)`);
}
