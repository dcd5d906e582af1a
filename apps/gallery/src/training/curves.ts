import type { HistoryPoint } from "@blockzoo/family";
import type { RaceNews } from "../laboratory/training/news.js";

/** Values at steps 1, 2, ...; null where there is none. */
export type Curve = readonly (number | null)[];

/** What a lane's run has told so far. */
export interface LaneCurves {
  readonly loss: Curve;
  /** The loss without its noise. */
  readonly smoothLoss: Curve;
  readonly metrics: ReadonlyMap<string, Curve>;
  /** Whether anything was changed by hand. */
  readonly isAdjusted: boolean;
}

/** How much of the smooth loss is forgotten with a step. */
const forgotten = 0.06;

/** The curves of a training, which grow with what is told of it. */
export class Curves {
  readonly #lanes = new Map<string, GrowingCurves>();

  /** Takes over what is new; lanes that are no more are forgotten. */
  add({ state, points }: RaceNews): void {
    for (const name of this.#lanes.keys())
      if (!state.lanes.some((lane) => lane.name === name)) this.#lanes.delete(name);
    for (const [name, { from, points: added }] of Object.entries(points)) {
      const known = from > 0 ? this.#lanes.get(name) : undefined;
      const curves = known ?? new GrowingCurves();
      this.#lanes.set(name, curves);
      for (const point of added) curves.add(point);
    }
  }

  of(lane: string): LaneCurves | undefined {
    return this.#lanes.get(lane);
  }
}

class GrowingCurves implements LaneCurves {
  readonly loss: (number | null)[] = [];
  readonly smoothLoss: (number | null)[] = [];
  readonly metrics = new Map<string, (number | null)[]>();
  isAdjusted = false;

  add({ loss: taken, metrics = {}, adjustment }: HistoryPoint): void {
    const loss = taken ?? null;
    this.isAdjusted ||= adjustment !== undefined;
    const before = this.smoothLoss.at(-1) ?? loss;
    // At first the mean of what there is: a curve must not hang on its first value.
    const share = Math.max(forgotten, 1 / (this.loss.length + 1));
    this.loss.push(loss);
    this.smoothLoss.push(loss === null || before === null ? before : before + share * (loss - before));
    for (const [name, value] of Object.entries(metrics)) {
      const curve: (number | null)[] = this.metrics.get(name) ?? [];
      this.metrics.set(name, curve);
      while (curve.length < this.loss.length - 1) curve.push(null);
      curve.push(value);
    }
  }
}
