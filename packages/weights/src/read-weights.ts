import { BlockzooError, check } from "@blockzoo/core";
import type { ReadPyTorchOptions } from "./pytorch/read-pytorch.js";
import { isPyTorchStream } from "./pytorch/stream-magic.js";
import { readSafetensors, type WeightsFile } from "./safetensors.js";

/**
 * Reads a weights file of either format, safetensors or PyTorch's, which its first bytes tell; the name does not matter.
 * What reads PyTorch's is loaded for such a file only: the weights of most pages are safetensors.
 *
 * @param options see {@link readPyTorch}; safetensors have no `entry`
 * @throws BlockzooError as {@link readSafetensors} and {@link readPyTorch} do, and for what people take for weights
 */
export async function readWeights(bytes: Uint8Array, options: ReadPyTorchOptions): Promise<WeightsFile> {
  const { name, entry } = options;
  if (startsWith(bytes, ZIP) || isPyTorchStream(bytes)) {
    const { readPyTorch } = await import("./pytorch/read-pytorch.js");
    return { tensors: readPyTorch(bytes, options), metadata: new Map() };
  }
  // A safetensors file begins with the length of its header, whose bytes can be anything: 640 are those of a pickle.
  const other = startsWith(bytes, ["{"], 8)
    ? undefined
    : OTHERS.find(({ signatures, at }) => startsWith(bytes, signatures, at));
  if (other !== undefined) throw new BlockzooError(`${name}: is ${other.what}, expected safetensors or PyTorch`);
  const weights = readSafetensors(bytes, { name });
  check(entry === undefined, () => `${name}: is a safetensors file, which has no entries: leave out "${entry}"`);
  return weights;
}

/** A local header, or the end of an archive without files. */
const ZIP = ["PK\x03\x04", "PK\x05\x06"];

/** What is often taken for a weights file, by its first bytes in Latin-1. */
const OTHERS: readonly { signatures: readonly string[]; at?: number; what: string }[] = [
  {
    signatures: ["<!doctype", "<html", "<?xml"],
    what: "a web page: the address leads to a page about the file, not to the file",
  },
  { signatures: ["version https://git-lfs"], what: "a pointer of Git LFS: fetch the file itself with git lfs pull" },
  { signatures: ["ustar"], at: 257, what: "a tar archive, as the first PyTorch wrote it: save it with a newer one" },
  { signatures: ["\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05"], what: "a pickle, but not one of torch.save" },
  { signatures: ["\x1f\x8b"], what: "compressed with gzip: unpack it first" },
  { signatures: ["\x93numpy"], what: "an array of NumPy" },
  { signatures: ["\x89hdf"], what: "an HDF5 file, as Keras writes it" },
];

function startsWith(bytes: Uint8Array, signatures: readonly string[], at = 0): boolean {
  const start = String.fromCharCode(...bytes.subarray(at, at + 64));
  return signatures.some((signature) => start.startsWith(signature) || start.toLowerCase().startsWith(signature));
}
