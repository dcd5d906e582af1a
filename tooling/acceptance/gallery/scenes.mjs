import { writeFileSync } from "node:fs";
import { noise } from "./noise.mjs";

const [width, height, rate] = [320, 240, 10];
/** So long each scene is seen, in seconds: a busy machine takes its frames, too, before it ends. */
const sceneSeconds = 12;

/**
 * Writes what a camera sees, as Y4M: a red disc that moves about, and then blue stripes that turn, both with noise.
 * @param {string} file
 * @returns {string} the file
 */
export function makeScenes(file) {
  const frames = Array.from({ length: 2 * sceneSeconds * rate }, (_, index) => {
    const isFirst = index < sceneSeconds * rate;
    return Buffer.concat([Buffer.from("FRAME\n"), isFirst ? disc(index) : stripes(index)]);
  });
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(file, Buffer.concat([header, ...frames]));
  return file;
}

/** @param {number} time */
function disc(time) {
  const [x, y] = [160 + 80 * Math.sin(time / 7), 120 + 50 * Math.cos(time / 5)];
  return planes(time, (column, row) => (Math.hypot(column - x, row - y) < 55 ? [110, 100, 220] : [190, 128, 128]));
}

/** @param {number} time */
function stripes(time) {
  const angle = time / 40;
  const across = (/** @type {number} */ column, /** @type {number} */ row) =>
    column * Math.cos(angle) + row * Math.sin(angle);
  return planes(time, (column, row) =>
    Math.floor(across(column, row) / 16) % 2 === 0 ? [80, 200, 110] : [190, 128, 128],
  );
}

/**
 * Brightness at each place, colours at every second one.
 * @param {number} seed @param {(column: number, row: number) => readonly number[]} colour
 */
function planes(seed, colour) {
  const grain = noise(seed + 1);
  const plane = (/** @type {number} */ channel, /** @type {number} */ step) =>
    Buffer.from(
      Array.from({ length: (width / step) * (height / step) }, (_, index) => {
        const column = step * (index % (width / step));
        const row = step * Math.floor(index / (width / step));
        return (colour(column, row)[channel] ?? 0) + (channel === 0 ? grain() % 17 : 0);
      }),
    );
  return Buffer.concat([plane(0, 1), plane(1, 2), plane(2, 2)]);
}
