type Rgb = readonly [red: number, green: number, blue: number];

/** Viridis (van der Walt & Smith 2015, CC0) at ten places: even in lightness, and the same to colour-blind readers. */
const viridis = ["440154", "482878", "3e4989", "31688e", "26828e", "1f9e89", "35b779", "6ece58", "b5de2b", "fde725"];

/** Blue below the middle, orange above: told apart by colour-blind readers. */
const blueOrange = ["1f5f99", "6aa9d8", "f4f4f2", "f0a868", "b84e00"];

/** The colour of a value from 0 to 1, the larger the lighter. */
export const sequentialColor = paletteOf(viridis);

/** The colour of a value from 0 to 1 whose middle means nothing. */
export const divergingColor = paletteOf(blueOrange);

function paletteOf(stops: readonly string[]): (value: number) => string {
  const colors = stops.map((stop): Rgb => {
    const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(stop.slice(at, at + 2), 16));
    return [red!, green!, blue!];
  });
  return (value) => {
    const place = Math.min(1, Math.max(0, value)) * (colors.length - 1);
    const index = Math.min(colors.length - 2, Math.floor(place));
    const [from, to] = [colors[index]!, colors[index + 1]!];
    const mixed = from.map((part, channel) => Math.round(part + (to[channel]! - part) * (place - index)));
    return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
}
