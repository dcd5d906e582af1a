import { check, ndarray, type NDArray, type TensorType } from "@blockzoo/core";
import { preprocessImage, rawImages, readImage, type ImageSource, type OpaqueImage } from "@blockzoo/data/images";
import type { Disposable, TaskParts } from "@blockzoo/family";
import type { ImageCodes } from "./image-codes.js";
import type { CodingGraph } from "./index.js";

export interface InterpolateOptions {
  /** How many images, with both ends. Default 8. */
  readonly steps?: number;
}

/** Makes short codes of images, and images of codes. Images are a path (in Node) or address, the bytes of a file, or pixels. */
export interface ImageCoder extends Disposable {
  /** How many numbers a code has. */
  readonly codeLength: number;
  /**
   * The code of each image: float32 [images, codeLength].
   *
   * @throws BlockzooError naming the file where it cannot be read or decoded
   */
  encode(images: readonly ImageSource[]): Promise<NDArray>;
  /**
   * The image of each code, at the network's own size: pixels of 0..255, grey or red, green, blue.
   *
   * @param codes float32 [codes, codeLength], such as `encode` gives, or mixtures of these
   * @throws BlockzooError where codes are of another length, or not numbers
   */
  decode(codes: NDArray): Promise<OpaqueImage[]>;
  /** What is left of each image after it went through its code. */
  reconstruct(images: readonly ImageSource[]): Promise<OpaqueImage[]>;
  /**
   * Images on the way from one to another: those of the codes on the straight line between both codes. The ends are the
   * reconstructions of both.
   *
   * @example await coder.interpolate("three.png", "eight.png", { steps: 7 });
   */
  interpolate(from: ImageSource, to: ImageSource, options?: InterpolateOptions): Promise<OpaqueImage[]>;
}

export function imageCoder({
  networks: { forward, encode, decode },
  meaning: { preprocessing },
  dispose,
}: TaskParts<ImageCodes, CodingGraph>): ImageCoder {
  const codeLength = (decode.input as Readonly<Record<string, TensorType>>)["code"]!.shape[1] as number;
  const prepared = (images: readonly ImageSource[]) =>
    Promise.all(images.map(async (image) => preprocessImage(await readImage(image), preprocessing)));

  const encoded: ImageCoder["encode"] = async (images) => encode.run(await prepared(images));

  const decoded: ImageCoder["decode"] = async (codes) => {
    const { shape, data } = codes;
    check(
      shape.length === 2 && shape[0]! > 0 && shape[1] === codeLength,
      () => `codes must be [codes, ${codeLength}] for this network, got [${shape}]`,
    );
    const wrong = data.findIndex((value) => !Number.isFinite(value));
    check(
      wrong < 0,
      () =>
        `a code must be numbers, got ${data[wrong]} as number ${wrong % codeLength} of code ${Math.floor(wrong / codeLength)}`,
    );
    const images = await decode.outputs({ code: ndarray(Float32Array.from(data), shape) });
    return rawImages(images[decode.output]!, preprocessing);
  };

  return {
    codeLength,
    encode: encoded,
    decode: decoded,
    reconstruct: async (images) => rawImages(await forward.run(await prepared(images)), preprocessing),
    async interpolate(from, to, { steps = 8 } = {}) {
      check(Number.isInteger(steps) && steps >= 2, () => `an interpolation has 2 or more steps, got ${steps}`);
      const { data } = await encoded([from, to]);
      const codes = Float32Array.from({ length: steps * codeLength }, (_, at) => {
        const [share, unit] = [Math.floor(at / codeLength) / (steps - 1), at % codeLength];
        return (1 - share) * data[unit]! + share * data[codeLength + unit]!;
      });
      return decoded(ndarray(codes, [steps, codeLength]));
    },
    dispose,
  };
}
