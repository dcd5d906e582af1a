import { check, evaluateDimension, mapStructure, type InputTypes, type TensorType } from "@blockzoo/core";
import { exportedNetwork, trainingName, type ExportSteps, type Namespace, type Variant } from "@blockzoo/family";
import { diagram, layoutForScreen, summarize } from "@blockzoo/inspect";
import { mainFile } from "../../program/program.js";
import type { GraphLook, Look, OpenBlocks } from "../messages.js";

/**
 * Looks at the network that a program exports: nothing is computed, and no weight is made.
 *
 * @param open blocks to draw open or closed
 */
export function look(namespace: Namespace, open: OpenBlocks): Look {
  const { name, create, graphs, variant } = networkOf(namespace);
  const looks = Object.entries(graphs).map(([method, graph]): GraphLook => {
    checkInput(name, graph.input);
    const traced = { name, method };
    const openSize = (variant && preparedSize(variant, method)) ?? graph.openSize ?? 32;
    const { totals } = summarize(create(), { ...traced, inputs: sized(graph.input, openSize) });
    const picture = diagram(create(), { ...traced, inputs: graph.input, open });
    return { name: method, totals, diagram: layoutForScreen(picture) };
  });
  return { name, graphs: looks, trains: typeof namespace[trainingName] === "function" };
}

type LookedAt = { readonly name: string; readonly variant?: Variant } & Pick<Variant, "create" | "graphs">;

function networkOf(namespace: Namespace): LookedAt {
  const exported = exportedNetwork(namespace, { path: mainFile });
  check(exported.kind !== "family", () => `${mainFile}: exports a family: export one of its variants instead`);
  if (exported.kind === "network") return exported;
  const { variant } = exported;
  const create = () => variant.create();
  return { name: create().constructor.name, create, graphs: variant.graphs, variant };
}

/** Of images whose size a network leaves open, that to which they are prepared, where the variant says it. */
function preparedSize({ task, meaning }: Variant, graph: string): number | undefined {
  if (meaning === undefined) return undefined;
  const steps: Readonly<Record<string, ExportSteps | undefined>> =
    task.exported?.(task.parseMeaning(meaning, mainFile)) ?? {};
  const size = steps[graph]?.pixels?.crop ?? steps[graph]?.pixels?.resize;
  return typeof size === "number" ? size : size?.[0];
}

/** What a user's file declares can be anything. */
function checkInput(name: string, input: unknown): asserts input is InputTypes {
  const example = `static readonly input = { x: float32("N", 1, 28, 28) }`;
  const isRecord = typeof input === "object" && input !== null && !isType(input);
  const isEmpty = isRecord && Object.keys(input).length === 0;
  check(!isEmpty, () => `what ${name} takes is not known: declare it in the class, such as \`${example}\``);
  const isRight = isRecord && Object.values(input).every((value) => typeof value === "object" && value !== null);
  check(isRight, () => `the \`input\` of ${name} is expected to be types by name, such as \`${example}\``);
}

/** The types with numbers for all sizes: one sample, and the same for all else that is open. */
function sized(input: InputTypes, openSize: number): InputTypes {
  const sizeOfName = (name: string) => (name === "N" ? 1 : openSize);
  return mapStructure(input, isType, ({ dtype, shape }) => ({
    dtype,
    shape: shape.map((size) => (typeof size === "number" ? size : evaluateDimension(size, sizeOfName))),
  })) as InputTypes;
}

function isType(value: unknown): value is TensorType {
  return typeof value === "object" && value !== null && "dtype" in value && "shape" in value;
}
