import { check, parseNumbers, parseRecord } from "@blockzoo/core";
import type { ImagePreprocessing } from "./preprocessing.js";

/**
 * Checks that a value of unknown origin, such as parsed JSON, says how images are prepared.
 *
 * @param where what errors call it
 * @throws BlockzooError that says what is missing or of another kind
 */
export function parseImagePreprocessing(value: unknown, where: string): ImagePreprocessing {
  const { kind, channels, resize, crop, pad, mean, deviation, foreground } = parseRecord(value, where);
  const expect = (condition: boolean, name: string, expected: string, found: unknown) =>
    check(condition, () => `${where}: ${name} must be ${expected}, found ${JSON.stringify(found)}`);
  expect(kind === "image", "kind", '"image"', kind);
  expect(channels === 1 || channels === 3, "channels", "1 or 3", channels);
  expect(resize === undefined || isSize(resize) || isLength(resize), "resize", "a length or [height, width]", resize);
  expect(crop === undefined || isSize(crop), "crop", "[height, width]", crop);
  expect(pad === undefined || pad === 0 || isLength(pad), "pad", "a number of pixels", pad);
  expect(foreground === undefined || foreground === "bright", "foreground", '"bright" or not given', foreground);
  for (const [name, list] of Object.entries({ mean, deviation })) {
    const { length } = parseNumbers(list, `${where}: ${name}`);
    expect(length === channels, name, `${String(channels)} numbers, one for each channel`, list);
  }
  return value as ImagePreprocessing;
}

function isSize(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(isLength);
}

function isLength(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
