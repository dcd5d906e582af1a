import { encodeText, type Vocabulary } from "@blockzoo/data/text";
import type { Network, TextFigure } from "@blockzoo/family";
import { networkStepper } from "../decoding/network-stepper.js";
import { textProperties } from "./text-properties.js";

/** A unit of a network that writes, and how well it follows a property of a text. */
export interface FollowingUnit {
  /** From 0, layer after layer. */
  readonly unit: number;
  /** Pearson's, between -1 and 1, over the half of the text that the unit was not chosen by. */
  readonly correlation: number;
  /** What it says at each character of that half, from -1 to 1; turned around where it says the opposite. */
  readonly values: readonly number[];
}

/**
 * What every unit says after each character: `tanh` of the cells of LSTMs, which is what their output gates let out, or the
 * hidden values of others. One array of all units for each character.
 */
export async function unitsAlong(network: Network, tokens: Int32Array): Promise<readonly Float64Array[]> {
  const stepper = networkStepper(network);
  const said: Float64Array[] = [];
  let state = stepper.begin();
  for (const token of tokens) {
    state = (await stepper.step(Int32Array.of(token), state)).state;
    const { c, h } = state;
    said.push(c === undefined ? Float64Array.from(h!.data) : Float64Array.from(c.data, Math.tanh));
  }
  return said;
}

/** The unit that follows a property best in the first half of a text, as it does in the second. */
export function followingUnit(along: readonly Float64Array[], property: readonly number[]): FollowingUnit {
  const half = Math.floor(along.length / 2);
  const saidBy = (unit: number, from: number, to?: number) => along.slice(from, to).map((units) => units[unit]!);
  const strengths = Array.from(along[0]!, (_, unit) => correlationOf(saidBy(unit, 0, half), property.slice(0, half)));
  const unit = strengths.reduce((best, each, index) => (Math.abs(each) > Math.abs(strengths[best]!) ? index : best), 0);
  const turn = Math.sign(strengths[unit]!) || 1;
  const values = saidBy(unit, half).map((value) => turn * value);
  return { unit, correlation: correlationOf(values, property.slice(half)), values };
}

/** So much of a text is read: as much to choose units by as to show them on. */
const charactersRead = 4000;
const charactersShown = 600;

/** For each property of a text, the unit that follows it, on a stretch of the text that it was not chosen by. */
export async function unitFigures(network: Network, vocabulary: Vocabulary, text: string): Promise<TextFigure[]> {
  const characters = Array.from(text).slice(0, charactersRead);
  const along = await unitsAlong(network, encodeText(vocabulary, characters));
  const shown = characters.slice(Math.floor(characters.length / 2)).slice(0, charactersShown);
  return textProperties.flatMap(({ name, ends, along: property }) => {
    const { unit, correlation, values } = followingUnit(along, property(characters));
    // What is nowhere in the text, no unit can follow.
    if (correlation === 0) return [];
    const title = `Unit ${unit} follows ${name}: correlation ${correlation.toFixed(2)}`;
    return [{ kind: "text" as const, title, tokens: shown, values: values.slice(0, shown.length), ends }];
  });
}

/** Pearson's correlation; 0 where one of the two does not vary. */
function correlationOf(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    const [x, y] = [value - meanA, b[index]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
