import { check, ndarray, type NDArray, type TensorType } from "@blockzoo/core";
import { preprocessImage, type ImagePreprocessing } from "@blockzoo/data/images";

/** What {@link npyInput} is told besides the array. */
export interface NpyInputOptions {
  /** The file, for errors. */
  readonly path: string;
  /** What the network takes. */
  readonly type: TensorType;
  /** How images become inputs, for networks that take images. */
  readonly preprocessing?: ImagePreprocessing;
}

/**
 * The array of an .npy file as a network takes it: its input as it stands, integers as floats where the network takes floats.
 * Where images are prepared, integers are images as they are decoded, [N, height, width, 1 to 4] of 0 to 255: what an exported
 * model `--with-preprocessing` takes.
 *
 * @throws BlockzooError for a batch without samples, and for integers that are no images where images are prepared
 */
export function npyInput(array: NDArray, { path, type, preprocessing }: NpyInputOptions): NDArray {
  const { dtype, shape, data } = array;
  check(shape[0] !== 0, () => `${path}: [${shape}] is a batch of 0 samples, there is nothing to predict`);
  if (dtype === "float32" || type.dtype !== "float32") return array;
  if (dtype === "int32" && preprocessing !== undefined) return preparedImages(array, preprocessing, path);
  return ndarray(Float32Array.from(data), shape);
}

function preparedImages({ shape, data }: NDArray, steps: ImagePreprocessing, path: string): NDArray {
  const [samples = 0, height = 0, width = 0, channels = 0] = shape;
  check(
    shape.length === 4 && (channels === 1 || channels === 2 || channels === 3 || channels === 4),
    () =>
      `${path}: has integers [${shape}], expected images as they are decoded, [N, height, width, 1 to 4]; ` +
      "prepared ones are floats",
  );
  const wrong = data.findIndex((value) => value < 0 || value > 255);
  check(
    wrong < 0,
    () => `${path}: element ${wrong} is ${data[wrong]}, expected values of 0 to 255 in images of integers`,
  );
  const size = height * width * channels;
  const images = Array.from({ length: samples }, (_, sample) =>
    preprocessImage(
      { height, width, channels, data: Uint8Array.from(data.subarray(sample * size, (sample + 1) * size)) },
      steps,
    ),
  );
  const [first] = images;
  const batch = new Float32Array(samples * first!.data.length);
  images.forEach((image, sample) => batch.set(image.data, sample * first!.data.length));
  return ndarray(batch, [samples, ...first!.shape]);
}
