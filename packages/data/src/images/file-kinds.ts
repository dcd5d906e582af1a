/** What files are, by their first bytes: names may say anything. */

interface Signature {
  /** What people call such a file. */
  readonly kind: string;
  /** What its bytes from `at` on are, in latin letters. */
  readonly begins: string;
  /** Default: 0. */
  readonly at?: number;
}

const signatures: readonly Signature[] = [
  { kind: "PNG", begins: "\x89PNG\r\n\x1a\n" },
  { kind: "JPEG", begins: "\xff\xd8" },
  { kind: "WebP", begins: "WEBP", at: 8 },
  { kind: "GIF", begins: "GIF8" },
  { kind: "BMP", begins: "BM" },
  { kind: "TIFF", begins: "II*\0" },
  { kind: "TIFF", begins: "MM\0*" },
  { kind: "TIFF", begins: "II+\0" },
  { kind: "AVIF", begins: "ftypavif", at: 4 },
  { kind: "AVIF", begins: "ftypavis", at: 4 },
  { kind: "HEIC", begins: "ftyphei", at: 4 },
  { kind: "HEIC", begins: "ftyphev", at: 4 },
  { kind: "HEIC", begins: "ftypmif1", at: 4 },
  { kind: "JPEG XL", begins: "\xff\x0a" },
  { kind: "JPEG XL", begins: "JXL \r\n", at: 4 },
  { kind: "JPEG 2000", begins: "jP  \r\n", at: 4 },
  { kind: "JPEG 2000", begins: "\xff\x4f\xff\x51" },
  { kind: "icon", begins: "\0\0\x01\0" },
  { kind: "Photoshop", begins: "8BPS" },
  { kind: "DICOM", begins: "DICM", at: 128 },
  { kind: "SVG", begins: "<svg" },
  { kind: "PDF", begins: "%PDF" },
  ...["1", "2", "3", "4", "5", "6"].flatMap((digit) =>
    [" ", "\n", "\r\n"].map((space) => ({ kind: "PNM", begins: `P${digit}${space}` })),
  ),
];

/** What Git leaves in the place of a large file that was not fetched. */
const gitLfsPointer = "version https://git-lfs";

/** Of a file's first bytes, how many {@link fileKind} looks at. */
export const signatureBytes = 132;

/** The kind of file that begins with these bytes, undefined where none is known. */
export function fileKind(bytes: Uint8Array): string | undefined {
  return signatures.find(({ begins, at = 0 }) => has(bytes, begins, at))?.kind;
}

/** What a file is that is neither PNG nor JPEG, and what to do about it: the end of a sentence. */
export function describeForeign(bytes: Uint8Array): string {
  const kind = fileKind(bytes);
  if (kind !== undefined) {
    return `is a ${kind} file, which is not read: convert it, for example with "magick FILE FILE.png" of ImageMagick`;
  }
  if (bytes.length === 0) return "is neither PNG nor JPEG: it is empty";
  if (has(bytes, gitLfsPointer, 0)) return "is the place of a file that Git LFS holds: run git lfs pull";
  const found = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `is neither PNG nor JPEG: it starts with the bytes ${found}`;
}

function has(bytes: Uint8Array, letters: string, at: number): boolean {
  return Array.from(letters).every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
}
