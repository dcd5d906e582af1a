/**
 * A picture with the content of one image and the style of another, by optimising its pixels.
 *
 * L. A. Gatys, A. S. Ecker, M. Bethge, "Image Style Transfer Using Convolutional Neural Networks", CVPR 2016 ("A Neural Algorithm of
 * Artistic Style", arXiv 1508.06576, 2015).
 *
 *   L = α L_content + β L_style    equation 7
 *
 * Deviations:
 * - Each layer's loss is divided by that of a picture without content, or style (`relative-weights.ts`), so that α and β mean the
 *   same for any trunk, image and size.
 * - The picture is painted from coarse to fine, as in L. A. Gatys et al., "Controlling Perceptual Factors in Neural Style
 *   Transfer", 2016, section 7: at each scale from the picture of the one before. It lets a small trunk arrange what is larger
 *   than it sees.
 * - A third term may ask for smooth pictures (Mahendran & Vedaldi 2014).
 */
import { check, ndarray, RandomStream, type NDArray, type StateDict } from "@blockzoo/core";
import type { RawImage } from "@blockzoo/data/images";
import { rawImage } from "../raw-images.js";
import type { StopReason } from "@blockzoo/train";
import { inGrey, withColorsOf } from "./colors.js";
import { resized } from "./compute.js";
import { paintImage, type PaintImageOptions, type Painted } from "./paint-image.js";
import { planesOf } from "./pixels.js";
import { scalesOf, type Scale } from "./scales.js";
import { stylizeLoss } from "./stylize-loss.js";
import { settingsOf, type StylizeOptions, type StylizePoint, type StylizeSettings } from "./stylize-options.js";
import { feedsOf, targetsOf } from "./targets.js";

/** A painted picture. */
export interface Stylized {
  /** What there is when painting ends, at its full size: the picture of the lowest loss. */
  readonly image: RawImage;
  /** The start of each scale, and each step. */
  readonly history: readonly StylizePoint[];
  /** Why it ended: `"steps"` where all were taken. */
  readonly reason: StopReason;
  /** What painting goes on from, for `resume`. */
  readonly state: StateDict;
}

/**
 * Paints the content image in the style of another.
 *
 * @example
 * const { image } = await stylize({ content, style, trunk, weights, backend, size: 256 });
 * await writeFile("painted.png", await encodePng(image));
 * @throws BlockzooError where images are too small or too large, the trunk has no layer of a name, or a state is not one of
 * `stylize`
 */
export async function stylize(options: StylizeOptions): Promise<Stylized> {
  const settings = settingsOf(options);
  const { content, resume, steps, keepColors, backend, onProgress } = settings;
  const scales = scalesOf(settings);
  const history: StylizePoint[] = [];
  const finished = (picture: NDArray): RawImage => {
    const size = sizeOf(picture);
    return rawImage(keepColors ? withColorsOf(planesOf(content, size), picture) : picture);
  };
  let index = resume === undefined ? 0 : scaleOf(resume, scales.length);
  let start = startOf(settings, scales[index]!);
  let saved = resume;
  for (;;) {
    const scale = scales[index]!;
    const withScale = (state: StateDict): StateDict => new Map([...state, ["scale", ndarray([index], [])]]);
    const painted = await paintScale(settings, scale, {
      start,
      resume: saved,
      async onStep({ step, value, metrics, picture, state }) {
        const point = {
          step: scale.from + step,
          loss: value,
          contentLoss: metrics["content"]!,
          styleLoss: metrics["style"]!,
        };
        history.push(point);
        await onProgress?.({
          ...point,
          steps,
          image: () => finished(picture),
          state: async () => withScale(await state()),
        });
      },
    });
    const { reason } = painted;
    const next = reason === "aborted" || reason === "not finite" ? undefined : scales[index + 1];
    if (next === undefined) {
      const picture = await resized(painted.picture, scales.at(-1)!.size, backend);
      return { image: finished(picture), history, reason, state: withScale(painted.state) };
    }
    start = await resized(painted.picture, next.size, backend);
    saved = undefined;
    index++;
  }
}

/** Paints at one scale. */
async function paintScale(
  settings: StylizeSettings,
  { size, styleSize, steps }: Scale,
  run: Pick<PaintImageOptions<StylizeSettings["trunk"]>, "start" | "resume" | "onStep">,
): Promise<Painted> {
  const { trunk, weights, backend, optimizer, signal, keepColors } = settings;
  const [content, style] = [settings.content, settings.style].map((image) => (keepColors ? inGrey(image) : image));
  const targets = await targetsOf({ content: planesOf(content!, size), style: planesOf(style!, styleSize) }, settings);
  return paintImage({
    ...run,
    network: trunk,
    weights,
    loss: stylizeLoss(settings, targets),
    targets: feedsOf(targets),
    backend,
    optimizer,
    steps,
    signal,
  });
}

function startOf({ start, content, style, seed }: StylizeSettings, { size, styleSize }: Scale): NDArray {
  if (start === "content") return planesOf(content, size);
  if (start !== "noise") return planesOf(start, size);
  const noise = new RandomStream(seed, "stylize", "noise").fillNormal(new Float32Array(3 * size[0] * size[1]), 0, 0.2);
  const means = meansOf(planesOf(style, styleSize));
  const pixels = noise.length / 3;
  return ndarray(
    noise.map((value, at) => value + means[Math.floor(at / pixels)]!),
    [1, 3, ...size],
  );
}

/** The mean of each of three planes. */
function meansOf({ data }: NDArray): number[] {
  const pixels = data.length / 3;
  const sums = [0, 0, 0];
  data.forEach((value, at) => (sums[Math.floor(at / pixels)]! += value));
  return sums.map((sum) => sum / pixels);
}

function sizeOf({ shape }: NDArray): Scale["size"] {
  return [shape[2]!, shape[3]!];
}

/** The scale that a state was left at. */
function scaleOf(state: StateDict, scales: number): number {
  const index = state.get("scale")?.data[0];
  check(
    index !== undefined && Number.isInteger(index) && index >= 0 && index < scales,
    () => "stylize: what shall be resumed is no state of stylize for a picture of this size",
  );
  return index;
}
