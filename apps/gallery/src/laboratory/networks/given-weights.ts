import { BlockzooError, check, parseRecord, stateOf, type NDArray, type StateDict } from "@blockzoo/core";
import { sizedFor, unusedTensors, type Family, type Variant, type WeightsEntry } from "@blockzoo/family";
import { matchStateDict, readWeights } from "@blockzoo/weights";
import { constantsOf } from "./model-constants.js";

/** Weights as their user has them, in a file or several. */
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
 * Reads the weights of a network: safetensors, a file of PyTorch, or what was exported of a network of this project as ONNX, whose constants
 * have the names of its parameters. That may be several files: one for each computation, and one with the weights that they share.
 *
 * @throws BlockzooError where a file is too large, damaged, or of another kind, or lacks one that lies beside it; sizes are checked before
 * anything is read
 */
export async function readGiven(files: readonly File[]): Promise<GivenFile> {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const all = files.map(({ name }) => name).join(" + ");
  check(size <= largest, () => `${all} has ${megabytes(size)}: a page reads up to ${megabytes(largest)}`);
  const contents = new Map<string, Uint8Array>();
  for (const file of files) contents.set(file.name, new Uint8Array(await file.arrayBuffer()));
  const models = files.filter(({ name }) => /\.onnx$/i.test(name));
  if (models.length > 0) return together(models.map(({ name }) => modelFile(name, contents)));
  return together(await Promise.all([...contents].map(([name, bytes]) => weightsFile(name, bytes))));
}

function modelFile(name: string, contents: ReadonlyMap<string, Uint8Array>): GivenFile {
  return { name, tensors: constantsOf(name, contents), isModel: true, said: undefined };
}

async function weightsFile(name: string, bytes: Uint8Array): Promise<GivenFile> {
  const { tensors, metadata } = await readWeights(bytes, { name });
  const text = metadata.get("blockzoo");
  if (text === undefined) return { name, tensors, isModel: false, said: undefined };
  const { task, meaning } = parseRecord(parsed(text, name), `${name}: what it says of itself`);
  return { name, tensors, isModel: false, said: { task, meaning } };
}

/** What two files call the same and is not belongs to neither, as constants of models, which are numbered. */
function together(files: readonly GivenFile[]): GivenFile {
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
