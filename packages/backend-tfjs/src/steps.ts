import type { DType } from "@blockzoo/core";
import type { DataId, KernelArguments, KernelBackend, KernelFunction, TensorInfo } from "./runtime.js";

/** What is known of a value when a graph is compiled. */
export interface ValueType {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/**
 * A value of the plan, which kernels are handed as it is: its `dataId` is set when it has been computed. Values of one
 * storage are the same elements in different shapes.
 */
export interface Value extends ValueType {
  readonly storage: Storage;
  dataId: DataId;
}

/** Memory on the device that is filled by one step, and given back after its last use. */
export class Storage {
  readonly values: Value[] = [];
  /** Transposed copies that the plan has made already, by permutation. */
  readonly transposed = new Map<string, Value>();
  dataId: DataId | undefined;

  constructor(
    readonly section: Section,
    /** Owned by someone else: the state, or the loop that carries it. */
    readonly isBorrowed: boolean,
  ) {}

  bind(dataId: DataId): void {
    this.dataId = dataId;
    for (const value of this.values) value.dataId = dataId;
  }
}

/** A call of a kernel with all that it takes, made once. */
export interface Step {
  readonly kernel: KernelFunction;
  readonly call: KernelArguments;
  readonly name: string;
  readonly path: string;
  readonly reads: readonly Value[];
  readonly outputs: readonly Value[];
  /** What has its last use here; filled in when the plan is complete. */
  readonly releases: Storage[];
  /** The body of a loop. */
  readonly body?: Section;
}

/** Steps that run one after the other: those done once at compile (level 0), those of a run (1), those of loop bodies. */
export class Section {
  readonly steps: Step[] = [];
  /** What must outlive the last step, and is released by whoever runs the section. */
  readonly results: Value[] = [];

  constructor(readonly level: number) {}
}

export function runStep(step: Step, backend: KernelBackend): void {
  const results = step.kernel(step.call);
  const { outputs } = step;
  if (outputs.length === 1 && !Array.isArray(results)) outputs[0]!.storage.bind((results as TensorInfo).dataId);
  else
    for (let index = 0; index < outputs.length; index++)
      outputs[index]!.storage.bind((results as TensorInfo[])[index]!.dataId);
  for (const storage of step.releases) release(storage, backend);
}

/** Gives the memory of a storage back, where it has any. */
export function release(storage: Storage, backend: KernelBackend): void {
  if (storage.dataId === undefined) return;
  backend.disposeData(storage.dataId);
  storage.dataId = undefined;
}

export function runSection(section: Section, backend: KernelBackend): void {
  for (const step of section.steps) runStep(step, backend);
}

/** Drops the steps whose results nothing reads: a lowering may find a shorter way past what was planned before it. */
export function dropUnused(section: Section): void {
  const used = new Set(section.results.map(({ storage }) => storage));
  const kept = section.steps.toReversed().filter((step) => {
    if (step.outputs.length > 0 && !step.outputs.some(({ storage }) => used.has(storage))) return false;
    if (step.body !== undefined) dropUnused(step.body);
    for (const storage of readsOf(step)) used.add(storage);
    return true;
  });
  section.steps.splice(0, section.steps.length, ...kept.toReversed());
}

/** Finds for every storage of a section the step after which nothing reads it. */
export function planReleases(section: Section): void {
  const kept = new Set(section.results.map(({ storage }) => storage));
  const last = new Map<Storage, Step>();
  for (const step of section.steps) {
    if (step.body !== undefined) planReleases(step.body);
    for (const storage of readsOf(step))
      if (storage.section === section && !storage.isBorrowed) last.set(storage, step);
    for (const { storage } of step.outputs) if (!last.has(storage)) last.set(storage, step);
  }
  for (const [storage, step] of last) if (!kept.has(storage)) step.releases.push(storage);
}

/** What a step reads, its body included. */
export function readsOf(step: Step): Set<Storage> {
  const storages = new Set(step.reads.map(({ storage }) => storage));
  for (const inner of step.body?.steps ?? []) for (const storage of readsOf(inner)) storages.add(storage);
  for (const { storage } of step.body?.results ?? []) storages.add(storage);
  return storages;
}

/** Every storage that a failed run may have left filled. */
export function releaseAll(section: Section, backend: KernelBackend): void {
  for (const step of section.steps) {
    for (const { storage } of step.outputs) release(storage, backend);
    if (step.body !== undefined) releaseAll(step.body, backend);
  }
}
