import { check, sizeOf, stridesOf, type NDArray } from "@blockzoo/core";
import { encode } from "../stored-types.js";
import { writeZip } from "../zip/write-zip.js";
import { storageTypes } from "./element-types.js";
import { PickleOutput } from "./pickle-output.js";

/** How {@link writePyTorch} writes. */
export interface WritePyTorchOptions {
  /** How floats are stored; `float32` by default. It is an error when a value is too large for `float16`. */
  readonly dtype?: "float32" | "float16";
}

/** The storage class of each type that {@link encode} makes. */
const storageClasses: ReadonlyMap<string, string> = new Map(
  Object.entries(storageTypes).map(([name, { type }]) => [type, name.slice("torch.".length)]),
);

/**
 * Writes a state dict as `torch.save(state_dict, path)` does, in the zip format: `torch.load`, also with
 * `weights_only=True`, gives an `OrderedDict` of tensors that `load_state_dict` takes. The order is kept, and the same
 * tensors give the same bytes.
 *
 * @throws BlockzooError when a name is there twice, or an array does not fill its shape
 *
 * @example
 * writePyTorch({ "fc.weight": ndarray([[1, 2]]) }, { dtype: "float16" });
 */
export function writePyTorch(
  tensors: Iterable<readonly [string, NDArray]> | Readonly<Record<string, NDArray>>,
  { dtype = "float32" }: WritePyTorchOptions = {},
): Uint8Array {
  const entries = Symbol.iterator in tensors ? [...tensors] : Object.entries(tensors);
  const names = new Set<string>();
  const stored = entries.map(([name, { dtype: kind, shape, data }]) => {
    const where = `writePyTorch: tensor ${JSON.stringify(name)}`;
    check(!names.has(name), () => `${where} is there twice`);
    check(sizeOf(shape) === data.length, () => `${where}: ${data.length} values do not fill the shape [${shape}]`);
    names.add(name);
    return { name, shape, elements: data.length, ...encode(kind, data, dtype, where) };
  });
  const pickle = new PickleOutput();
  pickle.orderedDict();
  pickle.mark();
  for (const [index, { name, shape, type, elements }] of stored.entries()) {
    pickle.text(name);
    pickle.global("torch._utils", "_rebuild_tensor_v2");
    pickle.mark();
    pickle.mark();
    pickle.text("storage");
    pickle.global("torch", storageClasses.get(type)!);
    pickle.text(String(index));
    pickle.text("cpu");
    pickle.integer(elements);
    pickle.tuple();
    pickle.persistentId();
    pickle.integer(0);
    pickle.sizes(shape);
    pickle.sizes(stridesOf(shape));
    pickle.false();
    pickle.orderedDict();
    pickle.tuple();
    pickle.reduce();
  }
  pickle.setItems();
  const encodeText = (text: string) => new TextEncoder().encode(text);
  return writeZip([
    { name: "archive/data.pkl", bytes: pickle.end() },
    { name: "archive/byteorder", bytes: encodeText("little") },
    ...stored.map(({ bytes }, index) => ({ name: `archive/data/${index}`, bytes })),
    { name: "archive/version", bytes: encodeText("3\n") },
  ]);
}
