import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const css = readFileSync(new URL("../src/design/tokens.css", import.meta.url), "utf8");
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name!,
    { light: light!, dark: dark! },
  ]),
);

/** WCAG 2.1, 1.4.3: of text that is not large. */
const least = 4.5;
const grounds = ["paper", "surface", "accent-soft"];
const texts = ["ink", "muted", "accent", "wrong", "right", "series-2", "series-3", "series-4", "series-5"];

it.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))(
  "%s can be read on %s, in light and dark",
  (text, ground) => {
    for (const scheme of ["light", "dark"] as const) {
      expect(contrast(colours.get(text)![scheme], colours.get(ground)![scheme])).toBeGreaterThan(least);
    }
  },
);

it("what stands on the accent can be read", () => {
  for (const scheme of ["light", "dark"] as const) {
    expect(contrast(colours.get("on-accent")![scheme], colours.get("accent")![scheme])).toBeGreaterThan(least);
  }
});

/** WCAG 2.1: the ratio of relative luminances. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((one, other) => other - one);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
