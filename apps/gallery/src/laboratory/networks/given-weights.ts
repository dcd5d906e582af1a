import {
  BlockzooError,
  check,
  messageOf,
  ndarray,
  parseRecord,
  sizeOf,
  stateOf,
  type NDArray,
  type StateDict,
} from "@blockzoo/core";
import { sizedFor, unusedTensors, type Family, type Variant, type WeightsEntry } from "@blockzoo/family";
import { decodeModel, TensorProto_DataType } from "@blockzoo/onnx";
import { matchStateDict, readWeights, widenFloat16 } from "@blockzoo/weights";

/** A file with weights, as its user has it. */
export interface GivenFile {
  readonly name: string;
  readonly tensors: StateDict;
  /** Whether it may hold constants that are no weights, as a model does. */
  readonly isModel: boolean;
  /** What the file says of its inputs and outputs, and the task that this belongs to; most say nothing. */
  readonly said: { readonly task: unknown; readonly meaning: unknown } | undefined;
}

/** What a page can hold beside its copies, in bytes: VGG-19 has 575 MB. */
const largest = 700e6;

/**
 * Reads safetensors, a file of PyTorch, or an ONNX file that was written from a network of this project, whose constants have the names of
 * its parameters.
 *
 * @throws BlockzooError where the file is too large, damaged, or of another kind; its size is checked before it is read
 */
export async function readGiven(file: File): Promise<GivenFile> {
  const { name } = file;
  check(file.size <= largest, () => `${name} has ${megabytes(file.size)}: a page reads up to ${megabytes(largest)}`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (/\.onnx$/i.test(name)) return { name, tensors: constantsOf(bytes, name), isModel: true, said: undefined };
  const { tensors, metadata } = await readWeights(bytes, { name });
  const text = metadata.get("blockzoo");
  if (text === undefined) return { name, tensors, isModel: false, said: undefined };
  const { task, meaning } = parseRecord(parsed(text, name), `${name}: what it says of itself`);
  return { name, tensors, isModel: false, said: { task, meaning } };
}

/**
 * What several files hold together: a network of several computations is exported as a file for each, with the weights that it needs.
 * What two of them call the same and is not belongs to neither, as constants of models, which are numbered.
 */
export function together(files: readonly GivenFile[]): GivenFile {
  const tensors = new Map<string, NDArray>();
  const others = new Set<string>();
  for (const [tensor, array] of files.flatMap((file) => [...file.tensors])) {
    const known = tensors.get(tensor);
    if (known !== undefined && !isSame(known, array)) others.add(tensor);
    tensors.set(tensor, array);
  }
  for (const tensor of others) tensors.delete(tensor);
  return {
    name: files.map(({ name }) => name).join(" + "),
    tensors,
    isModel: files.some(({ isModel }) => isModel),
    said: files.find(({ said }) => said !== undefined)?.said,
  };
}

function isSame(one: NDArray, other: NDArray): boolean {
  return one.shape.join() === other.shape.join() && one.data.every((value, at) => value === other.data[at]);
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BlockzooError(`${name}: what it says of itself is no JSON`, { cause });
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

/** The constants of a model by name, half precision widened. */
function constantsOf(bytes: Uint8Array, name: string): StateDict {
  const { graph } = decoded(bytes, name);
  const found = (graph?.initializer ?? []).flatMap(({ name: constant, dims, dataType, rawData }) => {
    const shape = dims.map(Number);
    const data = floatsOf(rawData, dataType);
    return data !== undefined && data.length === sizeOf(shape) ? [[constant, ndarray(data, shape)] as const] : [];
  });
  if (found.length === 0)
    throw new BlockzooError(`${name} holds no weights: those of a large model lie in a file beside it`);
  return new Map(found);
}

function decoded(bytes: Uint8Array, name: string): ReturnType<typeof decodeModel> {
  try {
    return decodeModel(bytes);
  } catch (cause) {
    throw new BlockzooError(`${name}: ${messageOf(cause)}`, { cause });
  }
}

function floatsOf(raw: Uint8Array, type: TensorProto_DataType): Float32Array | undefined {
  const { buffer } = raw.slice();
  if (type === TensorProto_DataType.FLOAT) return raw.length % 4 === 0 ? new Float32Array(buffer) : undefined;
  if (type === TensorProto_DataType.FLOAT16)
    return raw.length % 2 === 0 ? widenFloat16(new Uint16Array(buffer)) : undefined;
  return undefined;
}

/** The meaning that a file has for a variant: its own, the variant's, or that of the packaged weights of the variant. */
export function meaningFor({ said }: GivenFile, { weights }: Family, id: string, variant: Variant): unknown {
  if (said !== undefined && said.task === variant.task.name) return said.meaning;
  return variant.meaning ?? Object.values<WeightsEntry>(weights).find((entry) => entry.variant === id)?.meaning;
}

/** The weights of a variant in a file; undefined where a tensor is missing, has another shape, or belongs to something else. */
export function weightsFor(
  variant: Variant,
  meaning: unknown,
  { name, tensors, isModel }: GivenFile,
): StateDict | undefined {
  try {
    const sized = meaning === undefined ? variant : sizedFor(variant, variant.task.parseMeaning(meaning, name));
    const expected = stateOf(sized.create()).map((each) => {
      return { name: each.name, shape: each.value.shape, dtype: "float32" as const };
    });
    // Most variants lack names, and need no closer look.
    if (!expected.every((each) => tensors.has(each.name))) return undefined;
    const own = isModel ? new Map(expected.map((each) => [each.name, tensors.get(each.name)!])) : tensors;
    return matchStateDict(expected, own, { source: name, ignore: unusedTensors(sized) });
  } catch {
    return undefined;
  }
}
