// Pictures of the README: equal images in rows, each pixel drawn so many times.
import type { RawImage } from "@blockzoo/data/images";

const gap = 2;
const scale = 2;

/** Grey images in rows of so many, on white. */
export function tiled(images: readonly RawImage[], { columns }: { readonly columns: number }): RawImage {
  const { width, height } = images[0]!;
  const size = {
    width: columns * (scale * width + gap) - gap,
    height: (images.length / columns) * (scale * height + gap) - gap,
  };
  const data = new Uint8Array(size.width * size.height).fill(255);
  images.forEach((image, index) => {
    const [left, top] = cornerOf(image, index, columns);
    for (let y = 0; y < scale * height; y++) {
      for (let x = 0; x < scale * width; x++) {
        const value = image.data[Math.floor(y / scale) * width + Math.floor(x / scale)]!;
        data[(top + y) * size.width + left + x] = value;
      }
    }
  });
  return { ...size, channels: 1, data };
}

/** The images of a size that a picture was made of, which is grey. */
export function untiled(
  picture: RawImage,
  { width, height }: Pick<RawImage, "width" | "height">,
): readonly RawImage[] {
  const columns = (picture.width + gap) / (scale * width + gap);
  const rows = (picture.height + gap) / (scale * height + gap);
  return Array.from({ length: columns * rows }, (_, index) => {
    const [left, top] = cornerOf({ width, height }, index, columns);
    const data = Uint8Array.from({ length: width * height }, (_value, pixel) => {
      const [y, x] = [Math.floor(pixel / width), pixel % width];
      return picture.data[(top + scale * y) * picture.width + left + scale * x]!;
    });
    return { width, height, channels: 1, data };
  });
}

function cornerOf({ width, height }: Pick<RawImage, "width" | "height">, index: number, columns: number) {
  const [row, column] = [Math.floor(index / columns), index % columns];
  return [column * (scale * width + gap), row * (scale * height + gap)] as const;
}
