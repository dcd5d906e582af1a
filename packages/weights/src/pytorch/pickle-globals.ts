import { storageTypes, typeOfDtype } from "./element-types.js";
import {
  describeValue,
  isKind,
  opaque,
  type PickleValue,
  type StorageReference,
  type TensorReference,
} from "./pickle-values.js";

/** What fails says where in the file, and never returns. */
export type Fail = (problem: string) => never;

/** PyTorch itself has no tensor with more axes. */
const MAX_AXES = 64;

type Callable = (args: readonly PickleValue[], fail: Fail) => PickleValue;

/** `torch._utils`, how PyTorch rebuilds tensors: https://github.com/pytorch/pytorch/blob/main/torch/_utils.py */
const tensorBuilders: Readonly<Record<string, Callable>> = {
  "torch._utils._rebuild_tensor": rebuildTensor,
  "torch._utils._rebuild_tensor_v2": rebuildTensor,
  "torch._utils._rebuild_tensor_v3": rebuildTypedTensor,
  "torch._utils._rebuild_parameter": rebuildParameter,
  "torch._utils._rebuild_parameter_with_state": rebuildParameter,
};

/**
 * The functions that a file may call, each a function of this module on values of the pickle: no function of the runtime is
 * ever looked up by a name that a file gives.
 */
const callables: Readonly<Record<string, Callable>> = {
  ...tensorBuilders,
  "collections.OrderedDict": orderedDict,
  "torch._tensor._rebuild_from_type": rebuildFromType,
  "torch._tensor._rebuild_from_type_v2": rebuildFromType,
  "torch.Size": ([sizes]) => (isKind(sizes, "tuple") ? sizes : opaque("torch.Size")),
};

/** What the call of a global gives; of a name that means nothing here, an opaque value that stands for its result. */
export function callGlobal(callable: PickleValue, args: PickleValue, fail: Fail): PickleValue {
  if (!isKind(callable, "global") && !isKind(callable, "opaque")) {
    return fail(`calls ${describeValue(callable)}, which is no function`);
  }
  if (!isKind(args, "tuple")) return fail(`calls ${callable.name} with ${describeValue(args)} instead of a tuple`);
  const known = callable.kind === "global" && Object.hasOwn(callables, callable.name);
  if (known) return callables[callable.name]!(args.items, fail);
  return opaque(callable.name, { isTensor: /^torch\.(\w+\.)*_rebuild_\w+$/.test(callable.name) });
}

/**
 * What a persistent id names: `("storage", class, key, location, elements)` a storage, which is opaque where its class is
 * unknown; `("module", class, file, source)` the class of a module, as the stream format keeps it with its source.
 */
export function persistentValue(id: PickleValue, fail: Fail): PickleValue {
  const [tag, type, key, , elements, view = null] = isKind(id, "tuple") ? id.items : [];
  if (tag === "module" && type !== undefined) return type;
  if (tag !== "storage" || !isKind(type, "global") || typeof key !== "string" || !isSize(elements)) {
    return fail('has a persistent id that is not ("storage", class, key, location, number of elements)');
  }
  if (view !== null) fail("has a view of a storage, as PyTorch before 0.4 wrote it: save it with a newer PyTorch");
  if (!/^torch\..*Storage$/.test(type.name)) fail(`has a storage of type ${type.name}, which is no storage`);
  if (!Object.hasOwn(storageTypes, type.name)) return opaque(type.name);
  const { type: stored, bytes: elementBytes } = storageTypes[type.name]!;
  return { kind: "storage", type: stored, elementBytes, key, elements } satisfies StorageReference;
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

/** `(storage, offset, size, stride, ...)`; gradients, hooks and metadata, which may follow, are of no interest. */
function rebuildTensor([storage, offset, size, stride]: readonly PickleValue[], fail: Fail): PickleValue {
  if (isKind(storage, "opaque")) return opaque(storage.name, { isTensor: true });
  if (!isKind(storage, "storage")) return fail("makes a tensor of something that is no storage");
  if (!isSize(offset)) return fail("makes a tensor whose offset is no size");
  const [shape, strides] = [sizesOf(size), sizesOf(stride)];
  if (shape === undefined || strides === undefined || shape.length !== strides.length) {
    return fail(`makes a tensor whose sizes and strides are not two tuples of up to ${MAX_AXES} sizes`);
  }
  return { kind: "tensor", storage, type: storage.type, offset, shape, strides } satisfies TensorReference;
}

/**
 * `(storage, offset, size, stride, requires_grad, hooks, dtype, ...)`: a tensor of a type that has no storage class of its
 * own, such as uint16, over a storage of bytes.
 */
function rebuildTypedTensor(args: readonly PickleValue[], fail: Fail): PickleValue {
  const tensor = rebuildTensor(args, fail);
  const dtype = args[6];
  if (!isKind(dtype, "global")) return fail("makes a tensor whose dtype is none");
  return isKind(tensor, "tensor") ? { ...tensor, type: typeOfDtype(dtype.name) } : tensor;
}

/** `(tensor, requires_grad, hooks, ...)`, and its attributes where it has any. */
function rebuildParameter([tensor]: readonly PickleValue[], fail: Fail): PickleValue {
  if (isKind(tensor, "opaque")) return opaque(tensor.name, { isTensor: true });
  return isKind(tensor, "tensor") ? tensor : fail("makes a parameter of something that is no tensor");
}

/** `(function, class, its arguments, attributes)`: a tensor of a subclass, or one with attributes. */
function rebuildFromType([builder, , args]: readonly PickleValue[], fail: Fail): PickleValue {
  const isKnown = isKind(builder, "global") && Object.hasOwn(tensorBuilders, builder.name);
  if (isKnown && args !== undefined) return callGlobal(builder, args, fail);
  return opaque("torch._tensor._rebuild_from_type_v2", { isTensor: true });
}

function sizesOf(value: PickleValue | undefined): readonly number[] | undefined {
  // The length first: one long tuple could be recalled for many tensors.
  if (!isKind(value, "tuple") || value.items.length > MAX_AXES) return undefined;
  return value.items.every(isSize) ? value.items : undefined;
}

function isSize(value: PickleValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
