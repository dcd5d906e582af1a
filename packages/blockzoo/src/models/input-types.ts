import { BlockzooError, describeType, type InputTypes, type TensorType } from "@blockzoo/core";
import { keptSize, type PixelSteps } from "@blockzoo/onnx";
import type { Model } from "./model.js";

/** What a network is given. */
export interface ChosenInput {
  /** The batch, and what else is open, are named dimensions. */
  readonly types: InputTypes;
  /** The batch that `--input` named with a number. */
  readonly batch: number | undefined;
}

/**
 * The input types of a network: those it declares, or those of `--input 1x3x224x224`, whose first size is the batch.
 *
 * @throws BlockzooError that says how to give them where neither is there
 */
export function chooseInput({ id, name, input }: Pick<Model, "id" | "name" | "input">, sizes?: string): ChosenInput {
  if (input !== undefined) checkDeclared(id, input);
  if (sizes === undefined) {
    if (input !== undefined) return { types: input, batch: undefined };
    throw new BlockzooError(
      `${id}: what ${name} takes is not known: declare it in the class, such as ` +
        `\`static input = { x: float32("N", 1, 28, 28) }\`, export an \`input\` like that, or give --input 1x1x28x28`,
    );
  }
  const [batch = "N", ...rest] = parseSizes(sizes);
  const [[key, declared] = ["input", undefined], ...further] = Object.entries(input ?? {});
  if (further.length > 0 || (declared !== undefined && !isType(declared))) {
    throw new BlockzooError(
      `${id}: --input gives the shape of one input, but ${name} takes ${Object.keys(input!).join(", ")}`,
    );
  }
  return {
    types: { [key]: { dtype: declared?.dtype ?? "float32", shape: ["N", ...rest] } },
    batch: typeof batch === "number" ? batch : undefined,
  };
}

/** As {@link chooseInput}; the size of images that a network leaves open is the one that they are prepared to, if there is. */
export function chooseSizedInput(model: Model, sizes?: string): ChosenInput {
  const chosen = chooseInput(model, sizes);
  const steps = model.description?.preprocessing;
  if (sizes !== undefined || steps?.kind !== "image") return chosen;
  const { resize = steps.crop, crop } = steps;
  if (resize === undefined || (typeof resize === "number" && crop === undefined)) return chosen;
  return { ...chosen, types: preparedTypes(singleInput(model.id, chosen.types), { ...steps, resize }) };
}

/** What a network takes whose images are all prepared alike: of open sizes, those that the preparation makes. */
export function preparedTypes({ name, type }: SingleInput, { pad = 0, ...steps }: PixelSteps): InputTypes {
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
  if (wrong === undefined && Object.keys(input as object).length > 0) return;
  const found = isType(input) ? describeType(input) : JSON.stringify(input);
  throw new BlockzooError(`${id}: its \`input\` is ${found}, expected types by name: { x: float32("N", 1, 28, 28) }`);
}
