/** How much filters look like strokes: edges and bars of some orientation, in a Gaussian window. */

/** What is across a stroke, of the distance to its middle in units of its width: a bar, a bar between darker ones, an edge. */
const profiles: readonly ((u: number) => number)[] = [
  (u) => Math.exp(-(u ** 2) / 2),
  (u) => (1 - u ** 2) * Math.exp(-(u ** 2) / 2),
  (u) => u * Math.exp(-(u ** 2) / 2),
];

/** Pixels, of the Gaussians across and along. Strokes are longer than wide, or they would have no orientation. */
const extents = [0.8, 1.2, 1.8, 2.5].flatMap((width) =>
  [2.5, 4, 8].filter((length) => length >= 1.6 * width).map((length) => ({ width, length })),
);
const orientations = Array.from({ length: 12 }, (_, turn) => (Math.PI * turn) / 12);

/**
 * The largest correlation of each filter with any edge or bar, light on dark or dark on light, at any place of it: 1 for one that
 * is such a stroke, .3 to .4 for 9x9 random numbers.
 *
 * @param filters side² values each
 */
export function orientedness(filters: readonly ArrayLike<number>[], side: number): number[] {
  const bank = strokesIn(side);
  return filters.map((filter) => {
    const own = normalized(Float64Array.from(filter));
    return bank.reduce((best, stroke) => Math.max(best, Math.abs(inner(own, stroke))), 0);
  });
}

/** All strokes in a square of so many pixels, each with mean 0 and norm 1. */
function strokesIn(side: number): readonly Float64Array[] {
  const places = Array.from({ length: side }, (_, place) => place - (side - 1) / 2);
  const pixels = places.flatMap((y) => places.map((x) => ({ x, y })));
  const centres = places.filter((place) => Math.abs(place) <= side / 3);
  const middles = centres.flatMap((across) => centres.map((along) => ({ across, along })));
  return orientations.flatMap((angle) => {
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    return middles.flatMap(({ across, along }) =>
      extents.flatMap(({ width, length }) =>
        profiles.map((profile) => {
          const stroke = pixels.map(({ x, y }) => {
            const [u, v] = [x * cosine + y * sine - across, y * cosine - x * sine - along];
            return profile(u / width) * Math.exp(-((v / length) ** 2) / 2);
          });
          return normalized(Float64Array.from(stroke));
        }),
      ),
    );
  });
}

function normalized(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const norm = Math.sqrt(inner(centred, centred));
  return norm === 0 ? centred : centred.map((value) => value / norm);
}

function inner(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
