import { check, type Graph } from "@blockzoo/core";
import { clearField, create } from "@bufbuild/protobuf";
import { buildModel, type ModelOptions } from "./build-model.js";
import { encodeModel } from "./codec.js";
import {
  StringStringEntryProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProtoSchema,
  type TensorProto,
} from "./schema/onnx_pb.js";

/** When weights go into a file of their own. */
export interface ExternalOptions extends ModelOptions {
  /** Default `"auto"`: when the weights take more than `threshold`. */
  readonly externalData?: "auto" | "always" | "never";
  /** In bytes; default 1.5 GB. One file of protobuf ends at 2 GB. */
  readonly threshold?: number;
  /** The name of the file with the weights, which must lie in the same folder as the model: `net.onnx.data`. */
  readonly dataFile: string;
}

/** A model as one file, or as two. */
export interface ModelFiles {
  readonly model: Uint8Array;
  /** What the file `dataFile` holds. The pieces are views of the weights: nothing is copied. */
  readonly data: { readonly byteLength: number; readonly pieces: Iterable<Uint8Array> } | undefined;
}

const defaultThreshold = 1.5e9;

/** Where a tensor may begin: on a page of memory, so that a runtime can map the file. */
const pageSize = 4096;

/** Smaller tensors stay in the model: they are shapes and scalars, which a runtime reads while it loads. */
const smallestExternal = 1024;

/**
 * Writes a graph as `exportModel` does, with large weights in a second file, as ONNX describes it: for each tensor the
 * file, the offset and the length, offsets at multiples of 4096 bytes.
 *
 * @throws BlockzooError as `exportModel`, and for a name that is not that of a file in the same folder
 * @example
 * const { model, data } = exportModelFiles(graph, { weights, externalData: "always", dataFile: "net.onnx.data" });
 */
export function exportModelFiles(graph: Graph, options: ExternalOptions): ModelFiles {
  const { externalData = "auto", threshold = defaultThreshold, dataFile, ...model } = options;
  checkFileName(dataFile);
  const { proto } = buildModel(graph, model);
  const tensors = proto.graph?.initializer ?? [];
  const size = tensors.reduce((total, { rawData }) => total + rawData.length, 0);
  const isSplit = externalData === "always" || (externalData === "auto" && size > threshold);
  if (!isSplit) return { model: encodeModel(proto), data: undefined };

  const file = new DataFile(dataFile);
  for (const tensor of tensors) file.take(tensor);
  return { model: encodeModel(proto), data: file.content };
}

/** Several models that share their weights, such as an encoder and a decoder, and the one file that holds these. */
export interface ModelSetFiles {
  readonly models: Readonly<Record<string, Uint8Array>>;
  /** What the file `dataFile` holds. */
  readonly data: NonNullable<ModelFiles["data"]>;
}

/**
 * Writes the graphs of one network, each as a model, with the weights of all in one file: a tensor that several have is there
 * once.
 *
 * @param graphs each with what `exportModel` takes
 * @throws BlockzooError as `exportModelFiles`
 * @example
 * const { models, data } = exportModelSet({ encode: { graph, options: { weights } }, step: ... }, { dataFile: "net.onnx.data" });
 */
export function exportModelSet(
  graphs: Readonly<Record<string, { readonly graph: Graph; readonly options: ModelOptions }>>,
  { dataFile }: Pick<ExternalOptions, "dataFile">,
): ModelSetFiles {
  checkFileName(dataFile);
  const file = new DataFile(dataFile);
  const models = Object.entries(graphs).map(([name, { graph, options }]) => {
    const { proto } = buildModel(graph, options);
    for (const tensor of proto.graph?.initializer ?? []) file.take(tensor);
    return [name, encodeModel(proto)] as const;
  });
  return { models: Object.fromEntries(models), data: file.content };
}

interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** The file beside a model, as it grows. */
class DataFile {
  readonly #pieces: Piece[] = [];
  readonly #byName = new Map<string, Piece>();
  #end = 0;

  constructor(readonly name: string) {}

  /** Moves the elements of a tensor here, unless they are few; those of one that is here already are shared. */
  take(tensor: TensorProto): void {
    const { name, rawData: bytes } = tensor;
    if (bytes.length < smallestExternal) return;
    const known = this.#byName.get(name);
    const isKnown = known !== undefined && sameBytes(known.bytes, bytes);
    const piece = isKnown ? known : { offset: Math.ceil(this.#end / pageSize) * pageSize, bytes };
    if (!isKnown) {
      this.#pieces.push(piece);
      this.#byName.set(name, piece);
      this.#end = piece.offset + bytes.length;
    }
    refer(tensor, this.name, piece.offset);
  }

  get content(): NonNullable<ModelFiles["data"]> {
    return { byteLength: this.#end, pieces: { [Symbol.iterator]: () => piecesOf(this.#pieces) } };
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Puts the place of the elements where the elements were. */
function refer(tensor: TensorProto, location: string, offset: number): void {
  const entries = { location, offset: String(offset), length: String(tensor.rawData.length) };
  tensor.externalData = Object.entries(entries).map(([key, value]) =>
    create(StringStringEntryProtoSchema, { key, value }),
  );
  tensor.dataLocation = DataLocation.EXTERNAL;
  clearField(tensor, TensorProtoSchema.field.rawData);
}

function* piecesOf(moved: readonly Piece[]) {
  let end = 0;
  for (const { offset, bytes } of moved) {
    if (offset > end) yield new Uint8Array(offset - end);
    yield bytes;
    end = offset + bytes.length;
  }
}

/** A model must not name a file elsewhere: runtimes refuse it, and it would break when the two are moved. */
function checkFileName(name: string): void {
  const isPlain = name !== "" && name !== "." && name !== ".." && !/[/\\:\0]/.test(name);
  check(isPlain, () => `the file of the weights must be named without a folder, got "${name}"`);
}
