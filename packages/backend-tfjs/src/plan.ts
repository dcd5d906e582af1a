import { BlockzooError, sizeOf, toFloat32, type DType, type NDArray } from "@blockzoo/core";
import type { DataId, Device, KernelArguments, KernelBackend, KernelFunction } from "./runtime.js";
import {
  dropUnused,
  planReleases,
  readsOf,
  release,
  runStep,
  Section,
  Storage,
  type Step,
  type Value,
  type ValueType,
} from "./steps.js";

export * from "./steps.js";

/** What a plan needs of its backend. */
export interface Host {
  readonly device: Device;
  readonly backend: KernelBackend;
  readonly kernelOf: (name: string) => KernelFunction | undefined;
}

/** Elements by which a value that is computed once may be larger than what it is computed from, before it is made anew in every run. */
const maximumGrowth = 16 * 1024;

const pending: DataId = {};

/**
 * A program of kernel calls under construction. A call goes into the outermost section in which all that it reads is known:
 * what depends on constants alone is computed once, what does not change in a loop is computed before it.
 */
export class Plan {
  readonly once = new Section(0);
  readonly main = new Section(1);
  /** The path of the node being lowered, for messages. */
  path = "";
  #section = this.main;
  readonly #constants = new Map<string, Value>();
  readonly #constantStorages: Storage[] = [];

  constructor(readonly host: Host) {}

  /** A value that is bound from outside: fed, read from the state, carried by a loop. */
  leaf(type: ValueType, options: { readonly section?: Section; readonly isBorrowed?: boolean } = {}): Value {
    const { section = this.#section, isBorrowed = false } = options;
    return this.#value(type, new Storage(section, isBorrowed));
  }

  #value({ dtype, shape }: ValueType, storage: Storage): Value {
    const value: Value = { dtype, shape: [...shape], storage, dataId: storage.dataId ?? pending };
    storage.values.push(value);
    return value;
  }

  /** A constant on the device; small ones are shared. */
  constant(array: NDArray): Value {
    const { dtype, shape, data } = toFloat32(array);
    const key = data.length <= 16 ? `${dtype}[${shape}]${data.join()}` : undefined;
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known !== undefined) return known;
    const value = this.leaf({ dtype, shape }, { section: this.once });
    value.storage.bind(this.host.backend.write(data.slice(), shape, dtype));
    this.#constantStorages.push(value.storage);
    if (key !== undefined) this.#constants.set(key, value);
    return value;
  }

  scalar(value: number, dtype: DType = "float32"): Value {
    const data =
      dtype === "float32" ? Float32Array.of(value) : dtype === "int32" ? Int32Array.of(value) : Uint8Array.of(value);
    return this.constant({ dtype, shape: [], data });
  }

  isConstant(value: Value): boolean {
    return value.storage.section === this.once;
  }

  kernel(name: string): KernelFunction {
    const found = this.host.kernelOf(name);
    if (found !== undefined) return found;
    throw new BlockzooError(`tfjs has no kernel ${name} for ${this.host.device}`);
  }

  /** A kernel with one result. Inputs are named as the kernel names them, or a list where it takes one. */
  call(
    kernel: string,
    inputs: Readonly<Record<string, Value>> | readonly Value[],
    attributes: object,
    type: ValueType,
  ): Value {
    return this.callAll(kernel, inputs, attributes, [type])[0]!;
  }

  callAll(
    kernel: string,
    inputs: Readonly<Record<string, Value>> | readonly Value[],
    attributes: object,
    types: readonly ValueType[],
  ): readonly Value[] {
    const run = this.kernel(kernel);
    const call = { inputs, attrs: attributes, backend: this.host.backend };
    return this.step({ name: kernel, kernel: run, call, reads: Object.values(inputs), types });
  }

  /**
   * Indices, with a check before every use where kernels would read or write outside of their memory. GPUs keep within
   * theirs, and reading indices back would be dear.
   */
  checkedIndices(indices: Value, size: number, op: string): Value {
    const { backend } = this.host;
    if (backend.typedArrayFromHeap === undefined && backend.data === undefined) return indices;
    const { path } = this;
    const kernel = () => {
      const values = backend.typedArrayFromHeap?.(indices) ?? backend.data!.get(indices.dataId).values;
      for (let at = 0; at < values.length; at++) {
        if (values[at]! >= 0 && values[at]! < size) continue;
        const message = `${op}: the index ${values[at]} is outside of an axis of size ${size}: expected 0 to ${size - 1}`;
        throw new BlockzooError(message).locate(path);
      }
      return [];
    };
    this.step({
      name: "check",
      kernel,
      call: { inputs: { indices }, attrs: {}, backend },
      reads: [indices],
      types: [],
    });
    return indices;
  }

  /** Adds a step to the section that it belongs in. */
  step(options: {
    readonly name: string;
    readonly kernel: KernelFunction;
    readonly call: KernelArguments;
    readonly reads: readonly Value[];
    readonly types: readonly ValueType[];
    readonly body?: Section;
    readonly section?: Section;
  }): readonly Value[] {
    const { name, kernel, call, reads, types, body } = options;
    const section = options.section ?? this.#sectionFor(reads, types);
    const outputs = types.map((type) => this.leaf(type, { section }));
    const step: Step = { name, kernel, call, reads, outputs, path: this.path, releases: [], ...(body && { body }) };
    section.steps.push(step);
    if (section === this.once) runStep(step, this.host.backend);
    return outputs;
  }

  #sectionFor(reads: readonly Value[], types: readonly ValueType[]): Section {
    const section = reads.reduce(
      (found, { storage }) => (storage.section.level > found.level ? storage.section : found),
      this.once,
    );
    if (section !== this.once) return section;
    const size = (all: readonly ValueType[]) => all.reduce((total, { shape }) => total + sizeOf(shape), 0);
    return size(types) <= size(reads) + maximumGrowth ? section : this.#section;
  }

  /** Plans the body of a loop; calls in it that do not depend on the loop go before it. */
  inBody<T>(build: (section: Section) => T): T {
    const outer = this.#section;
    this.#section = new Section(outer.level + 1);
    try {
      return build(this.#section);
    } finally {
      this.#section = outer;
    }
  }

  /** The section of the graph being lowered. */
  get section(): Section {
    return this.#section;
  }

  /** Completes the plan: drops what nothing uses, decides when memory is given back, frees what only served constants. */
  finish(): void {
    dropUnused(this.main);
    planReleases(this.main);
    const used = new Set([
      ...this.main.steps.flatMap((step) => [...readsOf(step)]),
      ...this.main.results.map(({ storage }) => storage),
    ]);
    for (const storage of this.#onceStorages()) if (!used.has(storage)) release(storage, this.host.backend);
  }

  /** Gives back what lives as long as the plan. */
  dispose(): void {
    for (const storage of this.#onceStorages()) release(storage, this.host.backend);
  }

  #onceStorages(): Storage[] {
    return [
      ...this.#constantStorages,
      ...this.once.steps.flatMap(({ outputs }) => outputs.map(({ storage }) => storage)),
    ];
  }

  /**
   * As another dtype. tfjs makes booleans by cutting numbers off, which takes a half for false. Its WebGPU makes floats by
   * calling whole numbers so, and kernels that read the memory itself then do not compile: adding zero writes floats.
   */
  converted(x: Value, dtype: DType): Value {
    if (x.dtype === dtype) return x;
    const type = { dtype, shape: x.shape };
    if (dtype === "bool") return this.call("NotEqual", { a: x, b: this.scalar(0, x.dtype) }, {}, type);
    const cast = this.call("Cast", { x }, { dtype }, type);
    const isRenamed = dtype === "float32" && this.host.device === "webgpu";
    return isRenamed ? this.call("Add", { a: cast, b: this.scalar(0) }, {}, type) : cast;
  }

  /** Where kernels can move axes of floats alone, whole numbers and booleans as floats, which are exact up to 2^24. */
  movable(x: Value): Value {
    return this.host.device === "webgpu" ? this.converted(x, "float32") : x;
  }

  /** The same elements in another shape. WebGL and the native library keep shapes with the data; elsewhere nothing is done. */
  reshape(value: Value, shape: readonly number[]): Value {
    if (sameSizes(value.shape, shape)) return value;
    const { device } = this.host;
    if (device !== "webgl" && device !== "node") return this.#value({ dtype: value.dtype, shape }, value.storage);
    return this.call("Reshape", { x: value }, { shape: [...shape] }, { dtype: value.dtype, shape });
  }

  /** Axis i of the result is axis `permutation[i]` of the value; nothing is moved where only axes of size 1 change places. */
  transpose(value: Value, permutation: readonly number[]): Value {
    const shape = permutation.map((axis) => value.shape[axis]!);
    const moved = permutation.filter((axis) => value.shape[axis] !== 1);
    if (moved.every((axis, index) => index === 0 || moved[index - 1]! < axis)) return this.reshape(value, shape);
    const key = `${value.shape.join()}:${permutation.join()}`;
    const known = value.storage.transposed.get(key);
    if (known !== undefined) return known;
    // Neighbours that stay neighbours move as one axis: kernels are faster with fewer.
    const merged = mergeAxes(value.shape, permutation);
    const result = this.reshape(this.#transposeMerged(this.reshape(value, merged.shape), merged.permutation), shape);
    value.storage.transposed.set(key, result);
    return result;
  }

  #transposeMerged(x: Value, permutation: readonly number[]): Value {
    const type = { dtype: x.dtype, shape: permutation.map((axis) => x.shape[axis]!) };
    if (permutation.length <= 4) {
      const movable = this.movable(x);
      const moved = this.call(
        "Transpose",
        { x: movable },
        { perm: [...permutation] },
        { ...type, dtype: movable.dtype },
      );
      return this.converted(moved, x.dtype);
    }
    // GPUs know four axes well: axes are brought to their places one after the other, past those that come later.
    let order = permutation.map((_, axis) => axis).toSorted((a, b) => a - b);
    let moved = x;
    permutation.forEach((axis, to) => {
      const from = order.indexOf(axis);
      if (from === to) return;
      const sizes = order.map((each) => x.shape[each]!);
      const blocks = [
        sizeOf(sizes.slice(0, to)),
        sizeOf(sizes.slice(to, from)),
        sizes[from]!,
        sizeOf(sizes.slice(from + 1)),
      ];
      moved = this.transpose(this.reshape(moved, blocks), [0, 2, 1, 3]);
      order = [...order.slice(0, to), axis, ...order.slice(to).filter((each) => each !== axis)];
    });
    return this.reshape(moved, type.shape);
  }
}

function mergeAxes(
  shape: readonly number[],
  permutation: readonly number[],
): { shape: number[]; permutation: number[] } {
  const groups: number[][] = [];
  for (const axis of permutation.filter((each) => shape[each] !== 1)) {
    const last = groups.at(-1);
    const between = last === undefined ? [] : shape.slice(last.at(-1)! + 1, axis);
    if (last !== undefined && axis > last.at(-1)! && between.every((size) => size === 1)) last.push(axis);
    else groups.push([axis]);
  }
  const order = groups.toSorted(([a], [b]) => a! - b!);
  return {
    shape: order.map((group) => sizeOf(group.map((axis) => shape[axis]!))),
    permutation: groups.map((group) => order.indexOf(group)),
  };
}

export function sameSizes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
