import { check } from "@blockzoo/core";
import type { Step } from "./stepper.js";

/** What a search that ends is told. */
export interface SearchOptions {
  /** What the network says behind what it has read already: the token that begins a sequence, or a prompt. */
  readonly start: Step;
  /** The token that ends a sequence. */
  readonly end: number;
  /** How many tokens a hypothesis has at most, the end token counted. */
  readonly length: number;
}

/** @throws BlockzooError naming the search where a number is none that can be counted */
export function checkCount(what: string, value: number): void {
  check(Number.isSafeInteger(value) && value > 0, () => `${what} must be a whole number from 1, got ${value}`);
}
