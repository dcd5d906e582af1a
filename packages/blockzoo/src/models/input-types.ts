import { BlockzooError, describeType, type InputTypes, type TensorType } from "@blockzoo/core";
import { graphDefinition, type ExportSteps, type GraphDefinition } from "@blockzoo/family";
import { keptSize, type PixelSteps } from "@blockzoo/onnx";
import type { ResolvedModel } from "./resolved-model.js";

/** A graph of a network, and what it is given. */
export interface ChosenGraph extends GraphDefinition {
  /** Its name among the graphs of the variant. */
  readonly name: string;
  /** The batch that `--input` named with a number. */
  readonly batch: number | undefined;
}

/**
 * The graphs of a network with the input types that they declare, or, for a network of one graph, those of `--input
 * 1x3x224x224`, whose first size is the batch.
 *
 * @throws BlockzooError that says how to give them where neither is there
 */
export function chooseGraphs(model: ResolvedModel, sizes?: string): readonly ChosenGraph[] {
  const names = Object.keys(model.variant.graphs);
  if (sizes === undefined || names.length === 1) return names.map((name) => chooseGraph(model, name, sizes));
  throw new BlockzooError(
    `${model.id}: --input gives the shape of one input, but ${model.name} has the graphs ${names.join(", ")}`,
  );
}

function chooseGraph(
  { id, name: title, variant }: ResolvedModel,
  name: string,
  sizes: string | undefined,
): ChosenGraph {
  const graph = graphDefinition(variant, name);
  const { input, output } = graph;
  checkDeclared(id, input);
  const [[key, declared] = ["input", undefined], ...further] = Object.entries(input);
  if (sizes === undefined) {
    if (declared !== undefined) return { ...graph, name, batch: undefined };
    throw new BlockzooError(
      `${id}: what ${title} takes is not known: declare it in the class, such as ` +
        `\`static input = { x: float32("N", 1, 28, 28) }\`, export an \`input\` like that, or give --input 1x1x28x28`,
    );
  }
  const [batch = "N", ...rest] = parseSizes(sizes);
  if (further.length > 0 || (declared !== undefined && !isType(declared))) {
    throw new BlockzooError(
      `${id}: --input gives the shape of one input, but ${title} takes ${Object.keys(input).join(", ")}`,
    );
  }
  return {
    name,
    input: { [key]: { dtype: declared?.dtype ?? "float32", shape: ["N", ...rest] } },
    output,
    batch: typeof batch === "number" ? batch : undefined,
  };
}

/** As {@link chooseGraphs}; the size of images that a network leaves open is the one that they are prepared to, if there is. */
export function chooseSizedGraphs(
  model: ResolvedModel,
  sizes?: string,
  meaning = model.variant.meaning,
): readonly ChosenGraph[] {
  const chosen = chooseGraphs(model, sizes);
  if (sizes !== undefined || meaning === undefined) return chosen;
  const { task } = model.variant;
  const steps: Readonly<Record<string, ExportSteps | undefined>> =
    task.exported?.(task.parseMeaning(meaning, model.id)) ?? {};
  return chosen.map((graph) => {
    const { resize, crop, ...rest } = steps[graph.name]?.pixels ?? {};
    const size = resize ?? crop;
    if (size === undefined || (typeof size === "number" && crop === undefined)) return graph;
    const pixels = { ...rest, resize: size, ...(crop && { crop }) };
    return { ...graph, input: preparedTypes(singleInput(model.id, graph.input), pixels) };
  });
}

/** What a network takes whose images are all prepared alike: of open sizes, those that the preparation makes. */
export function preparedTypes(
  { name, type }: SingleInput,
  { pad = 0, ...steps }: Pick<PixelSteps, "resize" | "crop" | "pad">,
): InputTypes {
  const sizes = keptSize(steps).map((size) => size + 2 * pad);
  const shape = type.shape.map((size, axis) => (axis >= 2 && typeof size === "string" ? sizes[axis - 2]! : size));
  return { [name]: { ...type, shape } };
}

/** The input of a network that has one. */
export interface SingleInput {
  readonly name: string;
  readonly type: TensorType;
}

/** The only input of a network, for what works with one. */
export function singleInput(id: string, types: InputTypes): SingleInput {
  const [[name, type] = ["", undefined], ...further] = Object.entries(types);
  if (isType(type) && further.length === 0) return { name, type };
  throw new BlockzooError(
    `${id}: takes ${Object.keys(types).join(", ")}: the command can feed networks with one input`,
  );
}

/** `1x3x224x224`, or `Nx3x224x224`. */
function parseSizes(text: string): (number | string)[] {
  const sizes = text.split(/[x,×]/).map((part) => (/^[A-Z]$/.test(part) ? part : Number(part)));
  if (sizes.every((size) => typeof size === "string" || (Number.isSafeInteger(size) && size > 0))) return sizes;
  throw new BlockzooError(`--input ${text}: expected sizes such as 1x3x224x224, the first of which is the batch`);
}

function isType(value: unknown): value is TensorType {
  return typeof value === "object" && value !== null && "dtype" in value && "shape" in value;
}

/** What a user's file declares can be anything. */
function checkDeclared(id: string, input: unknown): void {
  const isRecord = typeof input === "object" && input !== null && !isType(input);
  const wrong = isRecord
    ? Object.entries(input).find(([, value]) => typeof value !== "object" || value === null)
    : ["input"];
  if (wrong === undefined) return;
  const found = isType(input) ? describeType(input) : JSON.stringify(input);
  throw new BlockzooError(`${id}: its \`input\` is ${found}, expected types by name: { x: float32("N", 1, 28, 28) }`);
}
