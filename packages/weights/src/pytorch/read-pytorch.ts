import { check, sizeOf, type NDArray } from "@blockzoo/core";
import type { StateDict } from "../state-dict.js";
import { storedType } from "../stored-types.js";
import { checkView, contiguous } from "./contiguous.js";
import { findStateDict } from "./find-state-dict.js";
import type { TensorReference } from "./pickle-values.js";
import { isPyTorchStream, openStream } from "./stream-file.js";
import { openZip } from "./zip-file.js";

/** How {@link readPyTorch} reads. */
export interface ReadPyTorchOptions {
  /** The name of the file, for errors. */
  readonly name: string;
  /** The key of the state dict in a checkpoint that has several; by default see {@link readPyTorch}. */
  readonly entry?: string;
}

/** Views of one storage may add up to more than the file, such as tied weights, but not without bounds. */
const MAX_EXPANSION = 8;
const SMALL_BYTES = 2 ** 20;

/**
 * Reads the state dict of a file that `torch.save` wrote, in the zip format (PyTorch 1.6 and later) or the older stream
 * format. The pickle in it is read by a machine that can call nothing; a name that it does not know is refused by that name.
 * Strided, overlapping and shifted views are made contiguous; floats of all widths become float32, integers int32.
 *
 * A file may hold the state dict itself, or a checkpoint with one under `state_dict`, `model_state_dict`, `model`, `net` or
 * `weights`; if there are several, `entry` chooses. Other tensors of a checkpoint, such as an optimizer's, are not touched.
 *
 * @throws BlockzooError that names file, byte and tensor; sizes are checked before memory is taken
 *
 * @example
 * const tensors = readPyTorch(bytes, { name: "resnet18.pth" });
 * tensors.get("conv1.weight");   // { dtype: "float32", shape: [64, 3, 7, 7], data }
 */
export function readPyTorch(bytes: Uint8Array, { name, entry }: ReadPyTorchOptions): StateDict {
  const { value, storage } = isPyTorchStream(bytes) ? openStream(bytes, name) : openZip(bytes, name);
  const references = findStateDict(value, { name, ...(entry !== undefined && { entry }) });
  checkTotal(references.values(), bytes.length, name);
  return new Map(
    Array.from(references, ([tensor, reference]): [string, NDArray] => {
      const where = `${name}: tensor ${JSON.stringify(tensor)}`;
      return [tensor, toArray(reference, storage(reference.storage, where), where)];
    }),
  );
}

function toArray(reference: TensorReference, storage: Uint8Array, where: string): NDArray {
  const type = storedType(reference.storage.type, where);
  checkView(reference, reference.storage.elements, where);
  const { offset, shape, strides } = reference;
  const buffer = contiguous({ storage, offset, shape, strides, elementBytes: type.bytes });
  return { dtype: type.dtype, shape, data: type.read(buffer, where) };
}

/** Strides of 0 repeat an element as often as a shape says, so shapes need a bound of their own. */
function checkTotal(references: Iterable<TensorReference>, fileBytes: number, name: string): void {
  let total = 0;
  for (const { shape, storage } of references) total += sizeOf(shape) * storedType(storage.type, name).bytes;
  const limit = MAX_EXPANSION * fileBytes + SMALL_BYTES;
  check(
    total <= limit,
    () => `${name}: its tensors claim ${total} bytes, more than the ${limit} that a file of ${fileBytes} may unfold to`,
  );
}
