import { add, check, mul, type Tensor } from "@blockzoo/core";

/** A value of the update rule that lives in the graph's state, such as a moment. */
export interface Slot {
  /** What it was before this step. */
  readonly value: Tensor;
  /** Sets what it is after this step. */
  update(value: Tensor): void;
}

/** What an update rule sees of a step, before any parameter. */
export interface StepScope {
  /** The rate of this step, a float32 scalar: the rule's own times the schedule's factor. */
  readonly learningRate: Tensor;
  /** A float32 scalar that all parameters share, 0 at first; its state is named `optimizer.<name>`. */
  slot(name: string): Slot;
}

/** What an update rule sees of one parameter. */
export interface ParameterScope {
  /** Its path in the model. */
  readonly name: string;
  readonly value: Tensor;
  readonly gradient: Tensor;
  /** A value of the parameter's shape, 0 at first; its state is named `optimizer.<name>.<parameter>`. */
  slot(name: string): Slot;
}

/**
 * How gradients change parameters, as ops of the traced step: the whole step is one graph, and slots are a part of its
 * state like weights. Rules are values, made by {@link sgd}, {@link adam}, {@link adamW}, {@link rmsProp}, or your own.
 *
 * Every operation on a tensor of a parameter's size is a pass over memory, and those passes are what an update costs; so a
 * rule does what it can on scalars, once a step, in `begin`.
 *
 * @example
 * const signSgd = (learningRate: number): UpdateRule => ({
 *   name: "signSgd",
 *   learningRate,
 *   settings: {},
 *   begin: ({ learningRate }) => ({ value, gradient }) => sub(value, mul(sign(gradient), learningRate)),
 * });
 */
export interface UpdateRule {
  readonly name: string;
  readonly learningRate: number;
  /** The other numbers that decide the update: a checkpoint of one setting is not resumed with another. */
  readonly settings: Readonly<Record<string, number | boolean>>;
  /** Emits what all parameters share and returns what emits the new value of one. */
  begin(step: StepScope): (parameter: ParameterScope) => Tensor;
}

/** The rule and its numbers as text: `sgd(learningRate 0.1, momentum 0.9)`. */
export function describeRule({ name, learningRate, settings }: UpdateRule): string {
  const numbers = Object.entries({ learningRate, ...settings }).map(([key, value]) => `${key} ${value}`);
  return `${name}(${numbers.join(", ")})`;
}

/** The gradient of the loss plus `weightDecay / 2 * |value|²`: how PyTorch's rules other than AdamW decay. */
export function withWeightDecay({ value, gradient }: ParameterScope, weightDecay: number): Tensor {
  return weightDecay === 0 ? gradient : add(gradient, mul(value, weightDecay));
}

/** Throws where a setting is not in `[low, high)`. */
export function checkSetting(rule: string, setting: string, value: number, low: number, high = Infinity): void {
  const range = high === Infinity ? `at least ${low}` : `at least ${low} and below ${high}`;
  check(value >= low && value < high, () => `${rule}: ${setting} must be ${range}, got ${value}`);
}
