import type { NDArray } from "@blockzoo/core";

/**
 * What a network did with one sample, as data: the command draws it for `blockzoo predict --out picture.svg` and in the
 * report of a run, with the charts of `@blockzoo/inspect`.
 */
export type Figure = AttentionFigure | ImagesFigure | PointsFigure | PosteriorsFigure | TextFigure | TracesFigure;

interface FigureFacts {
  /** What stands above the picture, such as the sample itself. */
  readonly title: string;
}

/** Where each token that was written looked. */
export interface AttentionFigure extends FigureFacts {
  readonly kind: "attention";
  /** [queries, keys], each row with the sum 1. */
  readonly weights: NDArray;
  readonly queries: readonly string[];
  readonly keys: readonly string[];
}

/** Pictures side by side: samples, reconstructions, filters. */
export interface ImagesFigure extends FigureFacts {
  readonly kind: "images";
  /** float32 [count, 1 or 3, H, W]. */
  readonly images: NDArray;
  /** What is black and what is white. Default: 0 and 1. */
  readonly range?: readonly [number, number];
  /** What stands below each. Default: nothing. */
  readonly captions?: readonly string[];
  /** How many stand side by side. Default 10. */
  readonly columns?: number;
}

/** Samples as points in a plane, such as codes of two numbers, coloured by class. */
export interface PointsFigure extends FigureFacts {
  readonly kind: "points";
  /** [N, 2]: across, and up. */
  readonly points: NDArray;
  /** The class of each point. */
  readonly classes: Int32Array;
  /** What the classes are called. */
  readonly labels: readonly string[];
}

/** What was heard at each step by a network that has a class for "nothing new". */
export interface PosteriorsFigure extends FigureFacts {
  readonly kind: "posteriors";
  /** [steps, classes], each row with the sum 1. */
  readonly probabilities: NDArray;
  /** A name for each class; that of class 0, the blank, is not read. */
  readonly labels: readonly string[];
}

/** A text whose characters or tokens have a value each: how sure a network was of them, or what a unit said of them. */
export interface TextFigure extends FigureFacts {
  readonly kind: "text";
  readonly tokens: readonly string[];
  /** From -1 to 1, one for each token. */
  readonly values: readonly number[];
  /** What the ends of the scale mean: `["outside", "in quotes"]`. Default: the numbers. */
  readonly ends?: readonly [negative: string, positive: string];
}

/** Quantities over time: a forecast, gates, states. */
export interface TracesFigure extends FigureFacts {
  readonly kind: "traces";
  readonly traces: readonly {
    readonly label: string;
    /** [steps], or [steps, units]. */
    readonly values: NDArray;
  }[];
}
