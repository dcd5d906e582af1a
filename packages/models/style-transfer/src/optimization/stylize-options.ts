import { BlockzooError, check, checkOptions, type Backend, type OptionNames, type StateDict } from "@blockzoo/core";
import type { RawImage } from "@blockzoo/data/images";
import type { ComparedLayers, Trunk } from "../trunk.js";
import type { PaintOptimizer } from "./paint-image.js";
import { defaultSide } from "./pixels.js";

export interface StylizeOptions {
  /** What the picture shall show. */
  readonly content: RawImage;
  /** What it shall look like. */
  readonly style: RawImage;
  /** The network that both are compared through. */
  readonly trunk: Trunk;
  readonly weights: StateDict;
  readonly backend: Backend;
  /** The layers that are compared, and how much each counts. Default: as the trunk says. */
  readonly layers?: ComparedLayers | undefined;
  /** α. A content loss of 1 is that of a picture without content. Default 0.03. */
  readonly contentWeight?: number | undefined;
  /** β. A style loss of 1 is that of a picture without style. Default 1. */
  readonly styleWeight?: number | undefined;
  /** How much the total variation counts: of a picture of noise it is about 0.3. Default 0. */
  readonly smoothness?: number | undefined;
  /** The longer side of the picture, in pixels. Default: that of the content image, up to 512. */
  readonly size?: number | undefined;
  /** The longer side that the style image is scaled to, never above its own. Default: that of the picture. */
  readonly styleSize?: number | undefined;
  /**
   * What is painted over: by default noise in the mean colour of the style; the content image, which is then followed more
   * closely; or any picture, at one scale alone.
   */
  readonly start?: "content" | "noise" | RawImage | undefined;
  /** Paints small pictures first, each the start of one of twice its size. Default true, unless it starts from a picture. */
  readonly coarseToFine?: boolean | undefined;
  /** Keys the noise. Default 0. */
  readonly seed?: number | undefined;
  /** Default `"lbfgs"`. */
  readonly optimizer?: PaintOptimizer | undefined;
  /** Of all scales together. Default 240. */
  readonly steps?: number | undefined;
  /** Transfers brightness alone: the colours stay those of the content image. Default false. */
  readonly keepColors?: boolean | undefined;
  /** The state of a run that was stopped: it goes on to the same numbers as without a stop. */
  readonly resume?: StateDict | undefined;
  /** When aborted, painting ends with what there is. */
  readonly signal?: AbortSignal | undefined;
  /** Called at the start of each scale, and after each step; it is waited for. */
  readonly onProgress?: ((progress: StylizeProgress) => void | Promise<void>) | undefined;
}

/** Losses after a step; at step 0, those of the start. */
export interface StylizePoint {
  readonly step: number;
  /** What is made small: `α content + β style + smoothness total variation`. */
  readonly loss: number;
  readonly contentLoss: number;
  readonly styleLoss: number;
}

export interface StylizeProgress extends StylizePoint {
  /** All that there will be. */
  readonly steps: number;
  /** The picture after the step, at the size of its scale. */
  image(): RawImage;
  /** What painting goes on from, for `resume`. */
  state(): Promise<StateDict>;
}

const optionNames: OptionNames<StylizeOptions> = {
  content: true,
  style: true,
  trunk: true,
  weights: true,
  backend: true,
  layers: true,
  contentWeight: true,
  styleWeight: true,
  smoothness: true,
  size: true,
  styleSize: true,
  start: true,
  coarseToFine: true,
  seed: true,
  optimizer: true,
  steps: true,
  keepColors: true,
  resume: true,
  signal: true,
  onProgress: true,
};

/** The options that have a default. */
type Defaulted = "layers" | "contentWeight" | "styleWeight" | "smoothness" | "size" | "styleSize" | "start" | "coarseToFine" | "seed" | "optimizer" | "steps" | "keepColors"; // prettier-ignore

/** Options with all defaults. */
export type StylizeSettings = Omit<StylizeOptions, Defaulted> & {
  readonly [Name in Defaulted]-?: NonNullable<StylizeOptions[Name]>;
};

/** @throws BlockzooError where an option makes no sense */
export function settingsOf(options: StylizeOptions): StylizeSettings {
  checkOptions("stylize", options, optionNames);
  const { content, trunk, layers = trunk.layers, start = "noise" } = options;
  if (layers === undefined) {
    throw new BlockzooError(
      "stylize: the trunk does not say which layers are compared: give layers: { content, style }",
    );
  }
  const { size = defaultSide(content) } = options;
  const settings = {
    ...options,
    layers,
    contentWeight: options.contentWeight ?? 0.03,
    styleWeight: options.styleWeight ?? 1,
    smoothness: options.smoothness ?? 0,
    size,
    styleSize: options.styleSize ?? size,
    start,
    coarseToFine: options.coarseToFine ?? typeof start === "string",
    seed: options.seed ?? 0,
    optimizer: options.optimizer ?? "lbfgs",
    steps: options.steps ?? 240,
    keepColors: options.keepColors ?? false,
  };
  for (const name of ["contentWeight", "styleWeight", "smoothness"] as const) {
    const value = settings[name];
    check(value >= 0 && value < Infinity, () => `stylize: ${name} must be a number from 0, got ${value}`);
  }
  for (const name of ["size", "styleSize", "steps"] as const) {
    const value = settings[name];
    check(Number.isInteger(value) && value > 0, () => `stylize: ${name} must be a positive whole number, got ${value}`);
  }
  check(
    settings.contentWeight + settings.styleWeight > 0,
    () => "stylize: with a contentWeight and a styleWeight of 0 there is nothing to paint: one of them must be above 0",
  );
  return settings;
}
