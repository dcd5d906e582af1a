import { encodePng, readImage, toChannels, type RawImage } from "@blockzoo/data/images";
import type { TaskCommand } from "@blockzoo/family";
import { palette, percent, type Colour } from "@blockzoo/tasks/answers";
import type { ImageClasses } from "@blockzoo/tasks/image-classification";
import type { Box, Detection, Detector } from "./detector.js";

export const command: TaskCommand<ImageClasses, Detector> = {
  takes: "an image (.png, .jpg)",
  async answer({ input, use, top }) {
    const image = await readImage(input);
    const detections = await use.detect(image, { top });
    return {
      text: detections.length === 0 ? "nothing was found" : detections.map(detectionText).join("\n"),
      json: { detections },
      files: { ".png": () => encodePng(withBoxes(image, detections, use.labels)) },
    };
  },
};

/** How sure, what, where. */
function detectionText({ label, probability, box: { x, y, width, height } }: Detection): string {
  const [left, top, across, down] = [x, y, width, height].map((each) => each.toFixed(1));
  return `${percent(probability)}  ${label} at (${left}, ${top}), ${across} x ${down} pixels`;
}

/** The image with a frame in the colour of its class around each object. */
function withBoxes(image: RawImage, detections: readonly Detection[], labels: readonly string[]): RawImage {
  const { width, height, channels, data } = toChannels(image, 3);
  const colours = palette(labels.length);
  const drawn = { width, height, channels, data: Uint8Array.from(data) };
  for (const { label, box } of detections) drawFrame(drawn, box, colours[labels.indexOf(label)]!);
  return drawn;
}

function drawFrame({ width, height, data }: RawImage, box: Box, colour: Colour): void {
  const within = (value: number, size: number) => Math.min(Math.max(Math.round(value), 0), size - 1);
  const [left, right] = [within(box.x, width), within(box.x + box.width - 1, width)];
  const [top, bottom] = [within(box.y, height), within(box.y + box.height - 1, height)];
  for (let x = left; x <= right; x++) for (const y of [top, bottom]) data.set(colour, 3 * (y * width + x));
  for (let y = top; y <= bottom; y++) for (const x of [left, right]) data.set(colour, 3 * (y * width + x));
}
