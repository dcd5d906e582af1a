import { BlockzooError, check, sizeOf, type NDArray } from "@blockzoo/core";
import { checkView, contiguous } from "../contiguous.js";
import type { StateDict } from "../state-dict.js";
import { storedType, type StoredType } from "../stored-types.js";
import { findStateDict } from "./find-state-dict.js";
import { nameText, type OpaqueValue, type TensorReference } from "./pickle-values.js";
import { openStream } from "./stream-file.js";
import { isPyTorchStream } from "./stream-magic.js";
import { openZip } from "./zip-file.js";

/** How {@link readPyTorch} reads. */
export interface ReadPyTorchOptions {
  /** The name of the file, for errors. */
  readonly name: string;
  /** Which state dict of a checkpoint that has several: keys with dots between, `ema` or `model.state_dict`. */
  readonly entry?: string;
}

/** Views of one storage may add up to more than the file, such as tied weights, but not without bounds. */
const MAX_EXPANSION = 8;
const SMALL_BYTES = 2 ** 20;

/**
 * Reads the state dict of a file that `torch.save` wrote, in the zip format (PyTorch 1.6 and later) or the older stream
 * format. The pickle in it is read by a machine that calls nothing: a value of a name that it does not know is never made, and
 * only a tensor that needs one is refused. Strided, overlapping and shifted views are made contiguous; floats of all widths
 * become float32, integers int32.
 *
 * A file may hold the state dict itself, or a checkpoint with one, however deep and under whatever key; if there are several,
 * `entry` chooses. Other tensors of a checkpoint, such as an optimizer's, are not touched.
 *
 * @throws BlockzooError that names file, byte and tensor; sizes are checked before memory is taken
 *
 * @example
 * const tensors = readPyTorch(bytes, { name: "resnet18.pth" });
 * tensors.get("conv1.weight");   // { dtype: "float32", shape: [64, 3, 7, 7], data }
 */
export function readPyTorch(bytes: Uint8Array, { name, entry }: ReadPyTorchOptions): StateDict {
  const { value, storage } = isPyTorchStream(bytes) ? openStream(bytes, name) : openZip(bytes, name);
  const found = findStateDict(value, { name, ...(entry !== undefined && { entry }) });
  const tensors = Array.from(found, ([tensor, reference]) =>
    readable(tensor, reference, `${name}: tensor ${JSON.stringify(tensor)}`),
  );
  checkTotal(tensors, bytes.length, name);
  return new Map(
    tensors.map((tensor): [string, NDArray] => [
      tensor.name,
      toArray(tensor, storage(tensor.reference.storage, tensor.where)),
    ]),
  );
}

interface ReadableTensor {
  readonly name: string;
  readonly reference: TensorReference;
  readonly type: StoredType;
  /** For errors. */
  readonly where: string;
}

function readable(name: string, reference: TensorReference | OpaqueValue, where: string): ReadableTensor {
  if (reference.kind === "opaque") {
    throw new BlockzooError(
      `${where}: is a tensor of ${nameText(reference.name)}, which is not read: convert it to float32 before saving`,
    );
  }
  return { name, reference, type: storedType(reference.type, where), where };
}

function toArray({ reference, type, where }: ReadableTensor, bytes: Uint8Array): NDArray {
  const { elements, elementBytes } = reference.storage;
  checkView(reference, Math.floor((elements * elementBytes) / type.bytes), where);
  const { offset, shape, strides } = reference;
  const buffer = contiguous({ storage: bytes, offset, shape, strides, elementBytes: type.bytes });
  return { dtype: type.dtype, shape, data: type.read(buffer, where) };
}

/** Strides of 0 repeat an element as often as a shape says, so shapes need a bound of their own. */
function checkTotal(tensors: readonly ReadableTensor[], fileBytes: number, name: string): void {
  const total = tensors.reduce((sum, { reference, type }) => sum + sizeOf(reference.shape) * type.bytes, 0);
  const limit = MAX_EXPANSION * fileBytes + SMALL_BYTES;
  check(
    total <= limit,
    () => `${name}: its tensors claim ${total} bytes, more than the ${limit} that a file of ${fileBytes} may unfold to`,
  );
}
