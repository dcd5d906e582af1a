import {
  add,
  BlockzooError,
  cast,
  currentBuilder,
  customGradient,
  gradients,
  mul,
  primitives,
  reduceSum,
  referenceBackend,
  tensor,
  trace,
  vectorJacobianProduct,
  verify,
  type Backend,
  type GradientRule,
  type Graph,
  type NDArray,
  type OpCase,
  type OpDefinition,
  type Tensor,
  type TensorType,
  type Tolerance,
} from "@blockzoo/core";
import { centralDifferences } from "../differences.js";
import { expectClose } from "../tolerance.js";
import { drawCase, drawLike } from "./draw.js";

/** A conformance case of a primitive. */
export interface OpTest {
  readonly op: OpDefinition;
  /** The gradient rule to test; that of core's table unless given. */
  readonly rule?: GradientRule;
  readonly opCase: OpCase;
  /** `conv: stride 2` */
  readonly title: string;
}

/**
 * All cases of all primitives, or of the rows given.
 *
 * @param rules the gradient rules, by name, of rows that are not in core's table
 */
export function opTests(
  rows: readonly OpDefinition[] = Object.values(primitives),
  rules: Readonly<Record<string, GradientRule>> = {},
): OpTest[] {
  return rows.flatMap((op) => {
    const rule = rules[op.name];
    return op.cases().map((opCase) => ({ op, ...(rule && { rule }), opCase, title: `${op.name}: ${opCase.name}` }));
  });
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `x${index}`);

function typesOf(values: readonly NDArray[]): Record<string, TensorType> {
  return Object.fromEntries(values.map(({ dtype, shape }, index) => [`x${index}`, { dtype, shape }]));
}

function feedsOf(values: readonly NDArray[]): Record<string, NDArray> {
  return Object.fromEntries(values.map((value, index) => [`x${index}`, value]));
}

function apply({ op, rule, opCase: { attributes } }: OpTest, inputs: readonly Tensor[]): readonly Tensor[] {
  const emit = (own: readonly Tensor[]) => currentBuilder(op.name).emit(op, own, attributes);
  if (rule === undefined) return emit(inputs);
  const needs = inputs.map(({ dtype }) => dtype === "float32");
  return customGradient(inputs, emit, (cotangents, own, outputs) =>
    rule({ inputs: own, outputs, cotangents, needs, attributes, vectorJacobianProduct }),
  );
}

/** The graph that applies the op of a case to its inputs `x0`, `x1`, ...; outputs are `0`, `1`, ... */
export function caseGraph(test: OpTest): Graph {
  const values = drawCase(test.op, test.opCase);
  const graph = trace(
    (inputs) =>
      apply(
        test,
        names(values.length).map((name) => inputs[name] as Tensor),
      ),
    typesOf(values),
  );
  return verify(graph);
}

/** Runs a case on a backend and compares every output with the reference. */
export function checkForward(test: OpTest, backend: Backend, tolerance: Tolerance = "op"): Promise<void> {
  return compareGraph(test, caseGraph(test), backend, tolerance);
}

/** Runs the gradients of a case, as the ops that the rule emits, on a backend and compares them with the reference. */
export function checkGradientOn(test: OpTest, backend: Backend, tolerance: Tolerance = "op"): Promise<void> {
  return compareGraph({ ...test, title: `${test.title}, gradient` }, caseGradientGraph(test), backend, tolerance);
}

async function compareGraph(test: OpTest, graph: Graph, backend: Backend, tolerance: Tolerance): Promise<void> {
  const feeds = feedsOf(drawCase(test.op, test.opCase));
  const expected = await runOnce(graph, feeds, referenceBackend());
  const found = await runOnce(graph, feeds, backend);
  for (const [name, value] of Object.entries(expected)) {
    expectClose(found[name]!, value, tolerance, `${test.title} on ${backend.name}, output ${name}`);
  }
}

async function runOnce(graph: Graph, feeds: Record<string, NDArray>, backend: Backend) {
  const executable = await backend.compile(graph);
  try {
    return (await executable.run(feeds)).outputs;
  } finally {
    executable.dispose();
  }
}

/** Σ w·y over the float outputs of a case, with fixed weights w: a scalar whose gradient reaches every output. */
function weightedSum(test: OpTest, inputs: readonly Tensor[]): Tensor {
  const builder = currentBuilder(test.title);
  const terms = apply(test, inputs).flatMap((output, index) => {
    if (output.dtype === "bool") return [];
    const weights = builder.constant(drawLike(output.shape as number[], test.title, index));
    return [reduceSum(mul(output.dtype === "float32" ? output : cast(output, "float32"), weights))];
  });
  return terms.reduce((total, term) => add(total, term));
}

/** Whether a case can be differentiated: not excluded by itself, and with a float among its inputs. */
export function isDifferentiable({ opCase }: OpTest, order: 1 | 2 = 1): boolean {
  const excluded = opCase.gradient === false || (order === 2 && opCase.gradient === "first");
  return !excluded && floatInputs(opCase).length > 0;
}

function floatInputs(opCase: OpCase): number[] {
  return opCase.inputs.flatMap(({ dtype = "float32" }, index) => (dtype === "float32" ? [index] : []));
}

/** The weighted sum of a case's outputs, or of its first gradients. */
function scalarOf(test: OpTest, inputs: readonly Tensor[], order: 1 | 2): Tensor {
  const first = weightedSum(test, inputs);
  if (order === 1) return first;
  const wanted = floatInputs(test.opCase).map((index) => inputs[index]!);
  const terms = gradients(first, wanted).map((gradient, at) =>
    reduceSum(mul(gradient, tensor(drawLike(gradient.shape as number[], test.title, "second", at)))),
  );
  return terms.reduce((total, term) => add(total, term));
}

const named = (test: OpTest, inputs: Record<string, unknown>) =>
  names(test.opCase.inputs.length).map((name) => inputs[name] as Tensor);

/** The gradients of the weighted sum of a case's outputs with respect to its float inputs: outputs are `0`, `1`, ... */
export function caseGradientGraph(test: OpTest, order: 1 | 2 = 1): Graph {
  const graph = trace(
    (inputs) => {
      const own = named(test, inputs);
      return gradients(
        scalarOf(test, own, order),
        floatInputs(test.opCase).map((index) => own[index]!),
      );
    },
    typesOf(drawCase(test.op, test.opCase)),
  );
  return verify(graph);
}

/**
 * Compares the gradients of a case's weighted sum with central differences, in the float64 reference.
 *
 * @param order 2 checks the gradient of the gradient: of the weighted sum of first gradients
 */
export async function checkGradient(test: OpTest, order: 1 | 2 = 1): Promise<void> {
  const values = drawCase(test.op, test.opCase);
  const scalar = trace((inputs) => scalarOf(test, named(test, inputs), order), typesOf(values));
  const reference = referenceBackend({ float64: true });
  const value = await reference.compile(verify(scalar));
  const gradient = await reference.compile(caseGradientGraph(test, order));
  const { outputs } = await gradient.run(feedsOf(values));
  for (const [at, index] of floatInputs(test.opCase).entries()) {
    const scalarAt = async (moved: NDArray) => {
      const { outputs: found } = await value.run(feedsOf(values.with(index, moved)));
      return found["output"]!.data[0]!;
    };
    const numeric = await centralDifferences(scalarAt, values[index]!);
    const what = `${test.title}: ${order === 2 ? "second " : ""}gradient of input ${index} against central differences`;
    expectClose(outputs[String(at)]!, numeric, "differences", what);
  }
}

/**
 * For every input in which the op is linear: `<Jv, w> = <v, J'w>`, with J applied by the op itself and J' by its rule.
 */
export async function checkAdjoint(test: OpTest): Promise<void> {
  const values = drawCase(test.op, test.opCase);
  for (const index of test.op.linear ?? []) {
    const v = values[index];
    if (v === undefined || v.dtype !== "float32") continue;
    const graph = trace((inputs) => {
      const own = names(values.length).map((name) => inputs[name] as Tensor);
      const builder = currentBuilder(test.title);
      const zero = builder.constant({ ...v, data: new Float32Array(v.data.length) });
      const output = apply(test, own)[0]!;
      // A constant term, such as a bias, is not part of J.
      const constant = apply(
        test,
        own.map((input, other) => (other === index ? zero : input)),
      )[0]!;
      const w = builder.constant(drawLike(output.shape as number[], test.title, "adjoint"));
      const [pulled] = vectorJacobianProduct([output], [w], [own[index]!]);
      return {
        left: reduceSum(mul(add(output, mul(constant, -1)), w)),
        right: reduceSum(mul(own[index]!, pulled!)),
      };
    }, typesOf(values));
    const { left, right } = await runOnce(graph, feedsOf(values), referenceBackend({ float64: true }));
    expectClose(left!, right!, "exact", `${test.title}: <Jv, w> against <v, J'w> for input ${index}`);
  }
}

/** The op of a test with another rule or meaning, to show that the checks notice. */
export function mutate(test: OpTest, { rule, ...row }: Partial<OpDefinition & Pick<OpTest, "rule">>): OpTest {
  const op = { ...test.op, ...row };
  if (op.name !== test.op.name)
    throw new BlockzooError("mutate keeps the name: the failure must be attributed to the op");
  return { ...test, op, ...(rule && { rule }) };
}
