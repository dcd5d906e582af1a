import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { decode, encode } from "fast-png";

const [width, height] = [256, 192];

/**
 * Writes a PNG file that can be painted: the face of a cat where there is a data folder, else a sun over stripes.
 * @param {string} file
 * @returns {string} the file
 */
export function makePhotograph(file) {
  const cat = path.join(process.env["BLOCKZOO_DATA"] ?? "", "photos", "scikit-image", "chelsea.png");
  writeFileSync(file, encode({ width, height, channels: 3, data: existsSync(cat) ? middleOf(cat) : scene() }));
  return file;
}

/** @param {string} file a PNG file in colour */
function middleOf(file) {
  const image = decode(readFileSync(file));
  const [left, top] = [(image.width - width) >> 1, (image.height - height) >> 1];
  return Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const [inRow, y] = [at % (3 * width), Math.floor(at / 3 / width)];
    return Number(image.data[3 * ((top + y) * image.width + left) + inRow]);
  });
}

function scene() {
  return Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const [channel, x, y] = [at % 3, Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
    const [sky, stripe] = [[90, 140, 220], Math.floor((x + y) / 12) % 2 === 0 ? [60, 120, 40] : [150, 160, 60]];
    const isSun = Math.hypot(x - 180, y - 50) < 30;
    return Number((isSun ? [250, 220, 90] : y < height / 2 ? sky : stripe)[channel]);
  });
}
