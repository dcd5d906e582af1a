import type { AttributesOf, Lowering } from "../lowering.js";
import { release, runSection, type Section, type Value } from "../plan.js";
import type { DataId, KernelBackend, KernelFunction, TensorInfo } from "../runtime.js";

/** What a loop does around its body. */
interface Loop {
  readonly length: number;
  readonly reverse: boolean;
  readonly body: Section;
  /** Initial carries, as values of the section around the loop. */
  readonly initial: readonly Value[];
  /** Carries before the step, and after it. */
  readonly carries: readonly Value[];
  readonly next: readonly Value[];
  /** What is stacked, each with a first axis of size 1. */
  readonly kept: readonly Value[];
  /** Attributes of the slices that the body takes, whose `begin` moves on. */
  readonly cursors: readonly { readonly begin: number[] }[];
  readonly concat: KernelFunction;
}

/** A loop on the host over kernels on the device: nothing is read back. */
export const scan: Lowering<AttributesOf<"scan">> = (context) => {
  const { plan, node, attributes } = context;
  const { body: graph, carries: count, sequences, histories, reverse } = attributes;
  const inputs = context.inputs();
  const length = inputs[count]!.shape[0]!;
  const outer = plan.section;
  const types = node.outputs.map((_, index) => context.type(index));
  return plan.inBody((body) => {
    const carries = inputs.slice(0, count).map((value) => plan.leaf(value, { isBorrowed: true }));
    const cursors: { readonly begin: number[] }[] = [];
    const slices = inputs.slice(count, count + sequences).map((sequence) => {
      const size = sequence.shape.with(0, 1);
      const attrs = { begin: size.map(() => 0), size: [...size] };
      cursors.push(attrs);
      const call = { inputs: { x: sequence }, attrs, backend: plan.host.backend };
      const kernel = plan.kernel("Slice");
      const type = { dtype: sequence.dtype, shape: size };
      const [slice] = plan.step({ name: "Slice", kernel, call, reads: [sequence], types: [type], section: body });
      return plan.reshape(slice!, sequence.shape.slice(1));
    });
    const results = context.lowerGraph(graph, [...carries, ...slices, ...inputs.slice(count + sequences)]);
    const next = results.slice(0, count);
    const stacked = [...results.slice(count), ...histories.map((index) => carries[index]!)];
    const kept = stacked.map((value) => plan.reshape(value, [1, ...value.shape]));
    body.results.push(...next, ...kept);
    const loop: Loop = {
      length,
      reverse,
      body,
      initial: inputs.slice(0, count),
      carries,
      next,
      kept,
      cursors,
      concat: plan.kernel("Concat"),
    };
    return plan.step({
      name: "scan",
      kernel: ({ backend }) => runLoop(loop, backend),
      call: { inputs, attrs: attributes, backend: plan.host.backend },
      reads: inputs,
      types,
      body,
      section: outer,
    });
  });
};

function runLoop(loop: Loop, backend: KernelBackend): TensorInfo[] {
  const { length, body, carries, next, kept } = loop;
  const own = (dataId: DataId): DataId => {
    backend.incRef(dataId);
    return dataId;
  };
  const stacks: DataId[][] = kept.map(() => []);
  try {
    carries.forEach(({ storage }, index) => storage.bind(own(loop.initial[index]!.dataId)));
    for (let step = 0; step < length; step++) {
      const at = loop.reverse ? length - 1 - step : step;
      for (const { begin } of loop.cursors) begin[0] = at;
      runSection(body, backend);
      kept.forEach(({ dataId }, index) => (stacks[index]![at] = own(dataId)));
      const after = next.map(({ dataId }) => own(dataId));
      for (const { storage } of carries) release(storage, backend);
      for (const { storage } of body.results)
        if (storage.section === body && !storage.isBorrowed) release(storage, backend);
      carries.forEach(({ storage }, index) => storage.bind(after[index]!));
    }
    const outputs = stacks.map((pieces, index) => stack(loop, kept[index]!, pieces, backend));
    return [...carries.map((carry) => ({ ...carry, dataId: own(carry.dataId) })), ...outputs];
  } finally {
    for (const { storage } of carries) release(storage, backend);
    for (const pieces of stacks) for (const dataId of pieces) if (dataId !== undefined) backend.disposeData(dataId);
  }
}

function stack(
  { concat }: Loop,
  { dtype, shape }: Value,
  pieces: readonly DataId[],
  backend: KernelBackend,
): TensorInfo {
  const inputs = pieces.map((dataId) => ({ dataId, shape, dtype }));
  return concat({ inputs, attrs: { axis: 0 }, backend }) as TensorInfo;
}
