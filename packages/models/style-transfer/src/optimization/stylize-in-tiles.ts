import { BlockzooError, check, ndarray, sizeOf, type NDArray, type StateDict } from "@blockzoo/core";
import { rawImage } from "../raw-images.js";
import { cut, lay, tilesOf, type Tile } from "../tiles.js";
import { planesOf, scaledTo, smallestSide, type Size } from "./pixels.js";
import { stylize, type Stylized } from "./stylize.js";
import { settingsOf, type StylizeOptions, type StylizePoint, type StylizeSettings } from "./stylize-options.js";

/** Pictures with a longer side of up to so many pixels are painted in one piece. */
export const largestPiece = 512;
/** The longer side of the largest picture. */
export const largestPicture = 4096;

const tiling = { side: largestPiece, overlap: 96 };
/** Of a tile, as a part of those of the whole: the picture is arranged already, and gets finer strokes. */
const shareOfSteps = 1 / 6;
/** The longer side of the style image that tiles are compared with, at the most. */
const largestStyle = 2 * largestPiece;

/**
 * {@link stylize} for pictures of any size up to {@link largestPicture}, with memory for {@link largestPiece} only: a larger picture
 * is painted as a whole at that size, then enlarged, then painted over tile by tile, each from what is there. The first pass
 * arranges what the picture shows, the second makes strokes of the style's own size; a sixth of the steps is taken for each tile.
 *
 * @example
 * const { image } = await stylizeInTiles({ content, style, trunk, weights, backend, size: 1600 });
 * @throws BlockzooError as `stylize` does
 */
export async function stylizeInTiles(options: StylizeOptions): Promise<Stylized> {
  const settings = settingsOf(options);
  const size = scaledTo(settings.content, settings.size);
  if (Math.max(...size) <= largestPiece) return stylize(options);
  check(
    settings.size <= largestPicture,
    () => `stylize: the longer side of a picture can have up to ${largestPicture} pixels, got ${settings.size}`,
  );
  const tiles = tilesOf({ width: size[1], height: size[0] }, tiling);
  const tileSteps = Math.ceil(settings.steps * shareOfSteps);
  const plan: Plan = { settings, size, tiles, tileSteps, steps: settings.steps + tiles.length * tileSteps };
  if (options.resume?.has(keys.tile) === true) return paintTiles(plan, resumed(options.resume, plan), []);
  if (typeof settings.start !== "string")
    return paintTiles(plan, { canvas: planesOf(settings.start, size), tile: 0 }, []);

  // Of a panorama the shorter side counts too.
  const least = Math.ceil((smallestSide * Math.max(...size)) / Math.min(...size));
  const side = Math.min(settings.size, Math.max(largestPiece, least));
  const whole = await stylize({
    ...options,
    size: side,
    styleSize: Math.ceil((settings.styleSize * side) / settings.size),
    onProgress: settings.onProgress && ((progress) => settings.onProgress!({ ...progress, steps: plan.steps })),
  });
  const canvas = planesOf(whole.image, size);
  if (whole.reason === "aborted" || whole.reason === "not finite") return { ...whole, image: rawImage(canvas) };
  return paintTiles(plan, { canvas, tile: 0 }, whole.history);
}

interface Plan {
  readonly settings: StylizeSettings;
  readonly size: Size;
  readonly tiles: readonly Tile[];
  readonly tileSteps: number;
  /** All that there will be. */
  readonly steps: number;
}

/** How far the tiles are. */
interface Position {
  /** The picture with the tiles that are done, float32 [1, 3, H, W]. */
  readonly canvas: NDArray;
  /** The tile to paint next, from 0. */
  readonly tile: number;
  /** Of that tile, where it was begun. */
  readonly state?: StateDict;
}

async function paintTiles(plan: Plan, from: Position, before: readonly StylizePoint[]): Promise<Stylized> {
  const { settings, size, tiles, tileSteps, steps } = plan;
  const { canvas } = from;
  const { onProgress } = settings;
  const content = planesOf(settings.content, size);
  const history = [...before];
  let state = from.state;
  for (let index = from.tile; ; index++) {
    const tile = tiles[index]!;
    const taken = settings.steps + index * tileSteps;
    const withTile = (image: Stylized["image"]): NDArray => {
      const shown = copyOf(canvas);
      lay(shown, tile, planesOf(image, [tile.height, tile.width]));
      return shown;
    };
    const withPosition = (own: StateDict): StateDict =>
      new Map([...own, [keys.canvas, copyOf(canvas)], [keys.tile, ndarray([index], [])]]);
    const painted = await stylize({
      ...settings,
      content: rawImage(cut(content, tile)),
      start: rawImage(cut(canvas, tile)),
      size: Math.max(tile.height, tile.width),
      styleSize: Math.min(settings.styleSize, largestStyle),
      steps: tileSteps,
      coarseToFine: false,
      resume: state,
      async onProgress(progress) {
        const point = { ...progress, step: taken + progress.step };
        await onProgress?.({
          ...point,
          steps,
          image: () => rawImage(withTile(progress.image())),
          state: async () => withPosition(await progress.state()),
        });
      },
    });
    history.push(...painted.history.map((point) => ({ ...point, step: taken + point.step })));
    const { reason } = painted;
    if (reason === "aborted" || reason === "not finite" || index + 1 === tiles.length) {
      return { image: rawImage(withTile(painted.image)), history, reason, state: withPosition(painted.state) };
    }
    lay(canvas, tile, planesOf(painted.image, [tile.height, tile.width]));
    state = undefined;
  }
}

function copyOf({ data, shape }: NDArray): NDArray {
  return ndarray(Float32Array.from(data), shape);
}

/** What the state of a tile has beside that of `stylize`. */
const keys = { canvas: "tiles.canvas", tile: "tiles.next" } as const;

function resumed(state: StateDict, { size, tiles }: Plan): Position {
  const [canvas, tile] = [state.get(keys.canvas), state.get(keys.tile)?.data[0]];
  if (canvas?.data.length !== sizeOf([3, ...size]) || tile === undefined || tiles[tile] === undefined) {
    throw new BlockzooError(
      `stylize: what shall be resumed is no state of a picture of ${size[1]} x ${size[0]} pixels`,
    );
  }
  // Tiles are laid into a copy.
  return { canvas: ndarray(Float32Array.from(canvas.data), [1, 3, ...size]), tile, state };
}
