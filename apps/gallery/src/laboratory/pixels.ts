import type { RawImage } from "@blockzoo/data/images";

/**
 * The pixels of a picture, made smaller where a side is longer than `longest`.
 *
 * @throws Error where a file is no picture that the browser can show
 */
export async function pixelsOf(picture: Blob | ImageBitmap, longest: number): Promise<ImageData> {
  const bitmap = picture instanceof Blob ? await decoded(picture) : picture;
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(scale * bitmap.width));
  const height = Math.max(1, Math.round(scale * bitmap.height));
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })!;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}

async function decoded(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    const name = file instanceof File ? file.name : "the file";
    throw new Error(`${name} is no picture that this browser can show`, { cause });
  }
}

/** What a canvas takes, of pixels without alpha. */
export function imageDataOf({ width, height, data }: RawImage): ImageData {
  const pixels = width * height;
  const channels = data.length / pixels;
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      image.data[4 * pixel + colour] = data[channels * pixel + (colour % channels)]!;
    }
    image.data[4 * pixel + 3] = 255;
  }
  return image;
}
