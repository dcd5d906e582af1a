import {
  BlockzooError,
  messageOf,
  ndarray,
  parseNumbers,
  parseRecord,
  parseString,
  type NDArray,
} from "@blockzoo/core";
import { encodeNpy } from "@blockzoo/data";
import { encodePng, imageGrid, preprocessImage, rawImages, readImage, type OpaqueImage } from "@blockzoo/data/images";
import type { Answer, Request, TaskCommand } from "@blockzoo/family";
import { endingOf, npyOutput, tensorAnswer } from "@blockzoo/tasks/answers";
import type { ImageCoder } from "./image-coder.js";
import type { ImageCodes } from "./image-codes.js";

type SettingName = "steps";
type CodingRequest = Request<ImageCodes, ImageCoder, SettingName>;

const takes =
  "an image (.png, .jpg), two images to go from one to the other, " +
  `'{"from": "three.png", "to": "eight.png"}', a code, '{"code": [0.3, -1.2, ...]}', ` +
  "or images as bytes or a prepared tensor (.npy)";

export const command: TaskCommand<ImageCodes, ImageCoder, SettingName> = {
  takes,
  settings: {
    steps: {
      about: "how many images there are from one to the other, with both",
      default: 8,
      least: 2,
      most: 256,
      whole: true,
    },
  },
  async answer(request) {
    const { input, use, networks, meaning, settings, note } = request;
    if (endingOf(input) === ".npy") {
      const forward = networks["forward"]!;
      return tensorAnswer(forward.output, await npyOutput(forward, input, { ...meaning, note }));
    }
    if (!input.trimStart().startsWith("{")) return reconstructionOf(request);
    const asked = parseRecord(parsed(input), input);
    if (asked["code"] !== undefined) {
      const code = parseNumbers(asked["code"], `${input}: code`);
      return pictureAnswer(await use.decode(ndarray(Float32Array.from(code), [1, code.length])), "the image of a code");
    }
    const [from, to] = ["from", "to"].map((end) => parseString(asked[end], `${input}: ${end}`));
    return pictureAnswer(await use.interpolate(from!, to!, settings), `from ${from} to ${to}`);
  },
};

async function reconstructionOf({ input, use, networks, meaning }: CodingRequest): Promise<Answer> {
  const { preprocessing } = meaning;
  const image = await readImage(input);
  const prepared = preprocessImage(image, preprocessing);
  const reconstruction = await networks["forward"]!.run([prepared]);
  const code = [...(await use.encode([image])).data];
  const error = squaredError(prepared, reconstruction);
  const { text, json, files } = pictureAnswer(rawImages(reconstruction, preprocessing), "the reconstruction");
  const numbers = code.map((value) => value.toFixed(2)).join(" ");
  return {
    text: `code of ${code.length} numbers: ${numbers}\nmean squared error ${error.toPrecision(3)}\n${text}`,
    json: { code, squaredError: error, ...json },
    files,
  };
}

/** The mean over pixels, as they are prepared. */
function squaredError(a: NDArray, b: NDArray): number {
  const squares = Array.from(a.data, (value, at) => (value - b.data[at]!) ** 2);
  return squares.reduce((sum, each) => sum + each) / squares.length;
}

/** Images side by side. */
function pictureAnswer(images: readonly OpaqueImage[], what: string): Answer {
  const picture = imageGrid(images, { columns: images.length });
  const { width, height, channels, data } = picture;
  const count = images.length === 1 ? "an image" : `${images.length} images`;
  return {
    text: `${what}: ${count} of ${images[0]!.width} x ${height} pixels, --out image.png writes a picture`,
    json: { image: { width, height, channels, count: images.length } },
    files: {
      ".png": () => encodePng(picture),
      ".npy": () => encodeNpy({ dtype: "int32", shape: [height, width, channels], data: Int32Array.from(data) }),
    },
  };
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch (cause) {
    throw new BlockzooError(`${input}: is no JSON, expected ${takes} (${messageOf(cause)})`, { cause });
  }
}
