import { preprocessImage, type RawImage } from "@blockzoo/data/images";

/** Pixels between pictures, white. */
const gap = 4;

/** The middle of a picture, scaled to a square, in colour. */
export function square(image: RawImage, side: number): RawImage {
  const bytes = { kind: "image", channels: 3, mean: [0, 0, 0], deviation: [1 / 255, 1 / 255, 1 / 255] } as const;
  const { data } = preprocessImage(image, { ...bytes, resize: side, crop: [side, side] });
  const pixels = side * side;
  return {
    width: side,
    height: side,
    channels: 3,
    data: Uint8Array.from({ length: 3 * pixels }, (_, index) =>
      Math.round(data[(index % 3) * pixels + Math.floor(index / 3)]!),
    ),
  };
}

/** Pictures of one size in red, green, blue, row by row. */
export function sheet(pictures: readonly RawImage[], { columns }: { readonly columns: number }): RawImage {
  const { width, height } = pictures[0]!;
  const rows = Math.ceil(pictures.length / columns);
  const size = { width: columns * (width + gap) - gap, height: rows * (height + gap) - gap };
  const data = new Uint8Array(3 * size.width * size.height).fill(255);
  for (const [index, picture] of pictures.entries()) {
    const left = (index % columns) * (width + gap);
    const top = Math.floor(index / columns) * (height + gap);
    for (let row = 0; row < height; row++) {
      data.set(picture.data.subarray(3 * row * width, 3 * (row + 1) * width), 3 * ((top + row) * size.width + left));
    }
  }
  return { ...size, channels: 3, data };
}
