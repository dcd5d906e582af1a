import type { Pixels } from "#digits/classify.js";

/** Decodes a file as it is: without the colour correction that would change what the network sees. */
export async function decodePicture(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  } catch {
    throw new Error("this is no picture that the browser can read");
  }
}

export function pixelsOf(picture: ImageBitmap): Pixels {
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext("2d")!;
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, width, height);
}
