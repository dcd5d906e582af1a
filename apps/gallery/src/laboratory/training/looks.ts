import type { Backend, NDArray, StateDict } from "@blockzoo/core";
import type { Figure, Measurement, Predictions, Recipe, Variant } from "@blockzoo/family";
import { firstFilters, type Filters } from "./filters.js";
import { lookAtPlane, planePoints, type Plane, type PlanePoints } from "./plane.js";
import { imageSheets, isImages, type Sheet } from "./sheet.js";

/** What a network does while it learns. */
export interface Look {
  readonly filters?: Filters;
  /** Held-out samples as pictures, and what the network says that they are. */
  readonly samples?: readonly Sample[];
  /** Pictures that the recipe makes of what its network does, such as what it says again of images. */
  readonly figures: readonly PictureFigure[];
  /** Further ones, as drawings of `@blockzoo/inspect`. */
  readonly drawings: readonly string[];
  /** What it says of all points of a plane, where its samples are such. */
  readonly plane?: Plane;
  /** On all held-out data. */
  readonly metrics?: Readonly<Record<string, number>>;
}

export interface Sample {
  readonly picture: Sheet;
  readonly predicted: string;
  readonly actual: string;
}

export interface PictureFigure {
  readonly title: string;
  readonly columns: number;
  readonly pictures: readonly { readonly picture: Sheet; readonly caption: string }[];
}

export interface LookOptions {
  readonly backend: Backend;
  readonly weights: StateDict;
  /** What is known already of these weights on held-out data. */
  readonly measured?: Measurement | undefined;
}

const samplesShown = 20;
/** Milliseconds between two looks, at least. */
const pause = 1500;
/** Looks take at most about this share of the time. */
const share = 0.1;
/** Milliseconds after which measuring is given up while a network learns, and left for its end. */
const longest = 15_000;

/** The first held-out samples, where they are images or points, and how many there are of all. */
interface HeldOut {
  readonly images?: NDArray;
  readonly points?: PlanePoints;
  readonly size: number;
}

/** Looks at what a network does while it learns, as often as it costs little. */
export class Looker {
  readonly #recipe: Recipe;
  readonly #variant: Variant | undefined;
  #heldOut: Promise<HeldOut | undefined> | undefined;
  #canMeasure = true;
  #dueAt: number | undefined;

  /** @param variant what the recipe trains, where that is known */
  constructor(recipe: Recipe, variant?: Variant) {
    this.#recipe = recipe;
    this.#variant = variant;
  }

  /** Whether it is time for another look. */
  get isDue(): boolean {
    // Steps come first: who begins to train wants to see the curve.
    this.#dueAt ??= performance.now() + pause;
    return performance.now() >= this.#dueAt;
  }

  async look({ backend, weights, measured }: LookOptions): Promise<Look> {
    const begun = performance.now();
    const { images, size, points } = (await this.#shown()) ?? {};
    const { predictions, metrics, figures = [] } = measured ?? (await this.#measure(backend, weights)) ?? {};
    const filters = firstFilters(weights, images?.shape.slice(1));
    const variant = this.#variant;
    const plane = points && variant && (await lookAtPlane(points, { backend, variant, weights }));
    const samples = images && predictions?.actual.length === size ? samplesOf(images, predictions!) : undefined;
    const ended = performance.now();
    this.#dueAt = ended + Math.max(pause, (ended - begun) / share);
    return {
      figures: figures.flatMap(pictureFigures),
      drawings: await drawn(figures.filter(({ kind }) => kind !== "images")),
      ...(plane && { plane }),
      ...(filters && { filters }),
      ...(samples && { samples }),
      ...(metrics && { metrics }),
    };
  }

  /** Undefined where it takes too long, or where weights of a stage are not yet those of the network. */
  async #measure(backend: Backend, weights: StateDict): Promise<Measurement | undefined> {
    if (!this.#canMeasure) return undefined;
    const begun = performance.now();
    try {
      return await this.#recipe.measure(weights, { backend, signal: AbortSignal.timeout(longest) });
    } catch {
      this.#canMeasure = false;
      return undefined;
    } finally {
      this.#canMeasure &&= performance.now() - begun < longest;
    }
  }

  /** Held-out samples that can be shown. */
  #shown(): Promise<HeldOut | undefined> {
    this.#heldOut ??= (async () => {
      const heldOut = await this.#recipe.heldOut?.({});
      if (heldOut === undefined) return undefined;
      const count = Math.min(samplesShown, heldOut.size);
      const { x } = heldOut.gather(Array.from({ length: count }, (_, index) => index));
      const points = planePoints(heldOut);
      return { size: heldOut.size, ...(x && isImages(x) && { images: x }), ...(points && { points }) };
    })();
    return this.#heldOut;
  }
}

/** Where there is one answer for each sample. */
function samplesOf(images: NDArray, { labels, actual, predicted }: Predictions): readonly Sample[] {
  return imageSheets(images).map((picture, index) => ({
    picture,
    predicted: labels[predicted[index]!]!,
    actual: labels[actual[index]!]!,
  }));
}

/** The most characters of a drawing: the page must not stand still to show it. */
const largestDrawing = 150_000;

async function drawn(figures: readonly Figure[]): Promise<string[]> {
  if (figures.length === 0) return [];
  const { figureSvg } = await import("@blockzoo/inspect");
  return figures.map(figureSvg).filter(({ length }) => length <= largestDrawing);
}

function pictureFigures(figure: Figure): PictureFigure[] {
  if (figure.kind !== "images" || !isImages(figure.images)) return [];
  const { title, images, captions = [], columns = 10, range = [0, 1] } = figure;
  const pictures = imageSheets(images, range).map((picture, index) => ({ picture, caption: captions[index] ?? "" }));
  return [{ title, columns, pictures }];
}
