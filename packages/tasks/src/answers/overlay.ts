import { toChannels, type RawImage } from "@blockzoo/data/images";

/** Red, green, blue of 0..255. */
export type Colour = readonly [number, number, number];

/** Colours that are told apart, one for each of so many classes: hues a golden angle apart. */
export function palette(count: number): readonly Colour[] {
  return Array.from({ length: count }, (_, index) => {
    const hue = (index * 137.508) % 360;
    const channel = (offset: number) => {
      const position = (offset + hue / 30) % 12;
      return Math.round(255 * (0.55 - 0.45 * Math.max(-1, Math.min(position - 3, 9 - position, 1))));
    };
    return [channel(0), channel(8), channel(4)];
  });
}

/** The colour of each class of an image; the background has none. */
export function classColours(labels: readonly string[]): readonly (Colour | undefined)[] {
  return palette(labels.length).map((colour, index) => (labels[index] === "background" ? undefined : colour));
}

/** As colours are written: `"#8c19ff"`. */
export function colourCode(colour: Colour): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * An image in grey with colours laid over it.
 *
 * @param colourAt the colour of a pixel and how strong it is, from 0 to 1; undefined where the image stays as it is
 */
export function overlay(
  image: RawImage,
  colourAt: (x: number, y: number) => { readonly colour: Colour; readonly strength: number } | undefined,
): RawImage {
  const { width, height } = image;
  const grey = toChannels(toChannels(image, 1), 3).data;
  const data = Uint8Array.from(grey);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const laid = colourAt(pixel % width, Math.floor(pixel / width));
    if (laid === undefined) continue;
    laid.colour.forEach((value, channel) => {
      const below = data[3 * pixel + channel]!;
      data[3 * pixel + channel] = Math.round(below + (value - below) * laid.strength);
    });
  }
  return { width, height, channels: 3, data };
}
