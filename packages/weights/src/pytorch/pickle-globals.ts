import {
  describeValue,
  shorten,
  type PickleValue,
  type StorageReference,
  type TensorReference,
} from "./pickle-values.js";

/** What fails says where in the file, and never returns. */
export type Fail = (problem: string) => never;

/** PyTorch's storage classes, and their elements as safetensors call them. */
export const storageTypes: Readonly<Record<string, string>> = {
  "torch.DoubleStorage": "F64",
  "torch.FloatStorage": "F32",
  "torch.HalfStorage": "F16",
  "torch.BFloat16Storage": "BF16",
  "torch.LongStorage": "I64",
  "torch.IntStorage": "I32",
  "torch.ShortStorage": "I16",
  "torch.CharStorage": "I8",
  "torch.ByteStorage": "U8",
  "torch.BoolStorage": "BOOL",
};

/** PyTorch itself has no tensor with more axes. */
const MAX_AXES = 64;

/**
 * The functions that a file may call, each a function of this module on values of the pickle: no function of the runtime is
 * ever looked up by a name that a file gives.
 */
const callables: Readonly<Record<string, (args: readonly PickleValue[], fail: Fail) => PickleValue>> = {
  "collections.OrderedDict": orderedDict,
  "torch._utils._rebuild_tensor": (args, fail) => rebuildTensor(args, fail),
  "torch._utils._rebuild_tensor_v2": (args, fail) => rebuildTensor(args, fail),
  "torch._utils._rebuild_parameter": rebuildParameter,
  "torch.Size": ([sizes], fail) => (isKind(sizes, "tuple") ? sizes : fail("torch.Size needs a tuple")),
  "torch.device": () => ({ kind: "other", name: "a torch.device" }),
};

/** Names that stand for themselves. */
const constants =
  /^torch\.(float(16|32|64)?|double|half|bfloat16|u?int(8|16|32|64)|int|long|short|bool|contiguous_format|strided)$/;

/** Refuses a name that no weights file needs. */
export function checkGlobal(name: string, fail: Fail): void {
  if (Object.hasOwn(callables, name) || Object.hasOwn(storageTypes, name) || constants.test(name)) return;
  const shown = /^[\w.]+$/.test(name) ? shorten(name) : JSON.stringify(shorten(name));
  fail(
    `asks for ${shown}, which is not allowed in a weights file; nothing was executed. ` +
      (/^torch\..*(Storage$|_rebuild_)/.test(name)
        ? "Such tensors are not read: convert them to float32 before saving"
        : "Save the tensors alone: torch.save(model.state_dict(), path)"),
  );
}

/** What the call of a global gives. */
export function callGlobal(callable: PickleValue, args: PickleValue, fail: Fail): PickleValue {
  if (!isKind(callable, "global") || !Object.hasOwn(callables, callable.name)) {
    return fail(`calls ${describeValue(callable)}, which is no function`);
  }
  if (!isKind(args, "tuple")) return fail(`calls ${callable.name} with ${describeValue(args)} instead of a tuple`);
  return callables[callable.name]!(args.items, fail);
}

/** The storage that a persistent id names: `("storage", type, key, location, elements)`. */
export function storageOf(id: PickleValue, fail: Fail): StorageReference {
  const [tag, type, key, , elements, view = null] = isKind(id, "tuple") ? id.items : [];
  if (tag !== "storage" || !isKind(type, "global") || typeof key !== "string" || !isSize(elements)) {
    return fail('has a persistent id that is not ("storage", type, key, location, number of elements)');
  }
  if (view !== null) fail("has a view of a storage, as PyTorch before 0.4 wrote it: save it with a newer PyTorch");
  const stored = Object.hasOwn(storageTypes, type.name) ? storageTypes[type.name] : undefined;
  if (stored === undefined) return fail(`has a storage of type ${type.name}, which is no storage`);
  return { kind: "storage", type: stored, key, elements };
}

export function isKind<Kind extends "tuple" | "list" | "dict" | "global" | "storage" | "tensor">(
  value: PickleValue | undefined,
  kind: Kind,
): value is Extract<PickleValue, { readonly kind: Kind }> {
  return typeof value === "object" && value !== null && value.kind === kind;
}

/** `OrderedDict()`, or with a list of pairs, as Python 2 wrote it. */
function orderedDict(args: readonly PickleValue[], fail: Fail): PickleValue {
  const [pairs, ...rest] = args;
  if (pairs === undefined) return { kind: "dict", entries: new Map() };
  if (!isKind(pairs, "list") || rest.length > 0) return fail("makes an OrderedDict of something that is no list");
  const entries = pairs.items.map((pair): [PickleValue, PickleValue] => {
    const items = isKind(pair, "list") || isKind(pair, "tuple") ? pair.items : [];
    return items.length === 2 ? [items[0]!, items[1]!] : fail("makes an OrderedDict of something that is no pair");
  });
  return { kind: "dict", entries: new Map(entries) };
}

/** `(storage, offset, size, stride, ...)`; gradients and hooks, which may follow, are of no interest. */
function rebuildTensor([storage, offset, size, stride]: readonly PickleValue[], fail: Fail): TensorReference {
  if (!isKind(storage, "storage")) return fail("makes a tensor of something that is no storage");
  if (!isSize(offset)) return fail("makes a tensor whose offset is no size");
  const [shape, strides] = [sizesOf(size), sizesOf(stride)];
  if (shape === undefined || strides === undefined || shape.length !== strides.length) {
    return fail(`makes a tensor whose sizes and strides are not two tuples of up to ${MAX_AXES} sizes`);
  }
  return { kind: "tensor", storage, offset, shape, strides };
}

function rebuildParameter([tensor]: readonly PickleValue[], fail: Fail): PickleValue {
  return isKind(tensor, "tensor") ? tensor : fail("makes a parameter of something that is no tensor");
}

function sizesOf(value: PickleValue | undefined): readonly number[] | undefined {
  // The length first: one long tuple could be recalled for many tensors.
  if (!isKind(value, "tuple") || value.items.length > MAX_AXES) return undefined;
  return value.items.every(isSize) ? value.items : undefined;
}

function isSize(value: PickleValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
