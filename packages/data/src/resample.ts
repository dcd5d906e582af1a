/** Rows of values, of which nothing is known outside. */
export interface Plane {
  readonly data: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
}

/** Reads a plane between its values; outside of it there is `outside`. */
export type Sampler = (plane: Plane, row: number, column: number, outside: number) => number;

/** Weighs the four values around a place. */
export const bilinear: Sampler = (plane, row, column, outside) => {
  const { height, width } = plane;
  const top = Math.floor(row);
  const left = Math.floor(column);
  if (top < -1 || top >= height || left < -1 || left >= width) return outside;
  const below = row - top;
  const beside = column - left;
  const upper = (1 - beside) * at(plane, top, left, outside) + beside * at(plane, top, left + 1, outside);
  const lower = (1 - beside) * at(plane, top + 1, left, outside) + beside * at(plane, top + 1, left + 1, outside);
  return (1 - below) * upper + below * lower;
};

/** Takes the value nearest to a place, so that classes are not mixed. */
export const nearest: Sampler = (plane, row, column, outside) =>
  at(plane, Math.round(row), Math.round(column), outside);

function at({ data, height, width }: Plane, row: number, column: number, outside: number): number {
  return row < 0 || row >= height || column < 0 || column >= width ? outside : data[row * width + column]!;
}

/** A rotation, a shear in columns a row, and how many rows of the source a unit of the target is. */
export interface AffinePose {
  readonly cosine: number;
  readonly sine: number;
  readonly shear: number;
  readonly factor: number;
}

/** What {@link resampleAffine} fills, and where its pixels lie, in units from the centre of what is drawn. */
export interface TargetGrid {
  readonly data: { [index: number]: number };
  readonly height: number;
  readonly width: number;
  readonly y: (row: number) => number;
  readonly x: (column: number) => number;
}

/** Looks up for each pixel of the target where the inverse of scale, shear and rotation puts it in the source. */
export function resampleAffine(
  source: Plane,
  target: TargetGrid,
  { cosine, sine, shear, factor }: AffinePose,
  { sampler, outside = 0 }: { readonly sampler: Sampler; readonly outside?: number },
): void {
  for (let pixelRow = 0; pixelRow < target.height; pixelRow++) {
    const y = target.y(pixelRow);
    for (let pixelColumn = 0; pixelColumn < target.width; pixelColumn++) {
      const x = target.x(pixelColumn);
      const down = (cosine * y - sine * x) * factor;
      const right = (cosine * x + sine * y) * factor - shear * down;
      const row = down + (source.height - 1) / 2;
      const column = right + (source.width - 1) / 2;
      target.data[pixelRow * target.width + pixelColumn] = sampler(source, row, column, outside);
    }
  }
}
