/**
 * Components that a JPEG file holds at half size, mostly its colours, brought to full size as libjpeg does it ("fancy
 * upsampling"): PIL, torchvision and browsers decode so. The arithmetic is libjpeg's, in whole numbers, so that the results are
 * equal but for the rounding of the cosine transform.
 */

/** How many times fewer the samples of a component are than the pixels. */
interface Sampling {
  readonly across: number;
  readonly down: number;
}

interface Components {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Red, green, blue from brightness and two colours, interleaved, where each sample is repeated for the pixels that share it.
 * Components of half the size are blended; those of other sizes libjpeg repeats as well.
 *
 * @param sampling of each component
 */
export function withFullColours(components: Components, sampling: readonly Sampling[]): Uint8Array {
  const { width, height, data } = components;
  const rgb = new Uint8Array(data.length);
  const [bright, blue, red] = sampling.map(({ across, down }, component) => {
    const isBlended = across <= 2 && down <= 2 && across * down > 1;
    return isBlended ? fullPlane(components, component, { across, down }) : planeOf(components, component);
  });
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [y, cb, cr] = [bright![pixel]!, blue![pixel]! - 128, red![pixel]! - 128];
    rgb[3 * pixel] = clamped(y + ((91881 * cr + 32768) >> 16));
    rgb[3 * pixel + 1] = clamped(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
    rgb[3 * pixel + 2] = clamped(y + ((116130 * cb + 32768) >> 16));
  }
  return rgb;
}

function planeOf({ width, height, data }: Components, component: number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, pixel) => data[3 * pixel + component]!);
}

/** One component at full size: three parts of the nearest sample and one of the next, down and then across. */
function fullPlane({ width, height, data }: Components, component: number, { across, down }: Sampling): Uint8Array {
  const [rows, columns] = [Math.ceil(height / down), Math.ceil(width / across)];
  const sample = (row: number, column: number) => data[3 * (down * row * width + across * column) + component]!;
  const plane = new Uint8Array(width * height);
  const sums = new Int32Array(columns);
  for (let y = 0; y < height; y++) {
    const near = Math.floor(y / down);
    const other = Math.min(Math.max(near + (y % 2 === 0 ? -1 : 1), 0), rows - 1);
    for (let column = 0; column < columns; column++) {
      sums[column] = down === 1 ? sample(near, column) : 3 * sample(near, column) + sample(other, column);
    }
    for (let x = 0; x < width; x++) {
      const place = y * width + x;
      if (across === 1) {
        plane[place] = (sums[x]! + (y % 2 === 0 ? 1 : 2)) >> 2;
        continue;
      }
      const column = x >> 1;
      const next = Math.min(Math.max(column + (x % 2 === 0 ? -1 : 1), 0), columns - 1);
      const [shift, even, odd] = down === 2 ? ([4, 8, 7] as const) : ([2, 1, 2] as const);
      const blended = (3 * sums[column]! + sums[next]! + (x % 2 === 0 ? even : odd)) >> shift;
      // libjpeg repeats colours where there are no three of them in a row.
      plane[place] = columns > 2 ? blended : sample(near, column);
    }
  }
  return plane;
}

function clamped(value: number): number {
  return Math.min(Math.max(value, 0), 255);
}
