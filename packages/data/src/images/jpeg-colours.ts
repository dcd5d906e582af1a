/**
 * Colours that a JPEG file holds at half size, brought to full size as libjpeg does it ("fancy upsampling"): PIL, torchvision
 * and browsers decode so. The arithmetic is libjpeg's, in whole numbers, so that the results are equal but for the rounding of
 * the cosine transform.
 */

/** By how much the colours of a file are smaller than its brightness. */
export interface ColourSampling {
  readonly across: 2;
  readonly down: 1 | 2;
}

/**
 * Red, green, blue from brightness and two colours, interleaved, where each colour is repeated for the pixels that share it.
 */
export function withFullColours(
  { width, height, data }: { readonly width: number; readonly height: number; readonly data: Uint8Array },
  sampling: ColourSampling,
): Uint8Array {
  const rgb = new Uint8Array(data.length);
  const [blue, red] = [1, 2].map((component) => fullPlane(data, { width, height }, component, sampling));
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [y, cb, cr] = [data[3 * pixel]!, blue![pixel]! - 128, red![pixel]! - 128];
    rgb[3 * pixel] = clamped(y + ((91881 * cr + 32768) >> 16));
    rgb[3 * pixel + 1] = clamped(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
    rgb[3 * pixel + 2] = clamped(y + ((116130 * cb + 32768) >> 16));
  }
  return rgb;
}

/** One colour at full size: three parts of the nearest sample and one of the next, down and then across. */
function fullPlane(
  data: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  component: number,
  { down }: ColourSampling,
): Uint8Array {
  const [rows, columns] = [Math.ceil(height / down), Math.ceil(width / 2)];
  const sample = (row: number, column: number) => data[3 * (down * row * width + 2 * column) + component]!;
  const plane = new Uint8Array(width * height);
  const sums = new Int32Array(columns);
  const [shift, even, odd] = down === 2 ? ([4, 8, 7] as const) : ([2, 1, 2] as const);
  for (let y = 0; y < height; y++) {
    const near = Math.floor(y / down);
    const other = down === 1 ? near : Math.min(Math.max(near + (y % 2 === 0 ? -1 : 1), 0), rows - 1);
    for (let column = 0; column < columns; column++) {
      sums[column] = down === 1 ? sample(near, column) : 3 * sample(near, column) + sample(other, column);
    }
    for (let x = 0; x < width; x++) {
      const column = x >> 1;
      const next = Math.min(Math.max(column + (x % 2 === 0 ? -1 : 1), 0), columns - 1);
      const blended = (3 * sums[column]! + sums[next]! + (x % 2 === 0 ? even : odd)) >> shift;
      // libjpeg repeats colours where there are no three of them in a row.
      plane[y * width + x] = columns > 2 ? blended : sample(near, column);
    }
  }
  return plane;
}

function clamped(value: number): number {
  return Math.min(Math.max(value, 0), 255);
}
