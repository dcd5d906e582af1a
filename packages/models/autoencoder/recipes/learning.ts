/** What the recipes of autoencoders have in common: the loss, the metric, principal components beside it, and the control. */
import { concat, slice, type NDArray, type Tensor } from "@blockzoo/core";
import { everything } from "@blockzoo/data";
import type { Recipe } from "@blockzoo/family";
import { meanSquaredError, withoutTraining, type LossFunction, type Metric, type RecipeData } from "@blockzoo/train";
import type { Autoencoder } from "../src/autoencoder.js";
import { neighbourAccuracy } from "./neighbours.js";
import { coordinates, principalComponents, projection } from "./principal-components.js";

/** What is learned and measured. */
export interface Images {
  /** float32 [N, channels, H, W], from 0 to 1. */
  readonly x: Tensor;
}

export type ImagesLoss = LossFunction<Autoencoder, Images>;

/** |z - x|², the mean over images and pixels. */
export const squaredErrorLoss: ImagesLoss = (model, { x }) => meanSquaredError(model.forward(x), x);

/** y and z of x in evaluation. */
export const reconstructed = (model: Autoencoder, { x }: Images) => {
  const code = model.encode(x);
  return { code, reconstruction: model.decode(code) };
};

/** The mean squared difference of a pixel. */
export function squaredError(a: NDArray, b: NDArray): number {
  let sum = 0;
  for (let at = 0; at < a.data.length; at++) sum += (a.data[at]! - b.data[at]!) ** 2;
  return sum / a.data.length;
}

export const mse: Metric = ({ outputs, inputs }) => squaredError(outputs["reconstruction"]!, inputs["x"]!);

/** z of the code of the image before in the batch: it says nothing of this one, so that the best z is the mean image. */
const byCodeOfAnother = (model: Autoencoder, { x }: Images) => {
  const codes = model.encode(x);
  const others = concat([slice(codes, { starts: [-1] }), slice(codes, { starts: [0], ends: [-1] })]);
  return { code: codes, reconstruction: model.decode(others) };
};

/** What breaks a recipe on purpose, and what its settings say of it. */
export const brokenCode = {
  loss: (model: Autoencoder, images: Images) =>
    meanSquaredError(byCodeOfAnother(model, images).reconstruction, images.x),
  forward: byCodeOfAnother,
} as const;

/** The squared error of principal components: the best that a code of so many numbers can be where all is affine. */
export function pcaBaseline(
  id: string,
  {
    units,
    data,
    settings,
  }: { readonly units: number; readonly data: RecipeData; readonly settings: Recipe["settings"] },
): Recipe {
  return withoutTraining(
    {
      id: `${id}.pca`,
      variant: "pca",
      claim: `${units} principal components of the training images.`,
      gate: { metric: "mse", atLeast: 0 },
      settings: { ...settings, network: `none: ${units} principal components` },
    },
    async (context) => {
      const { train, test } = await data(context);
      const { x, y } = everything(test);
      const components = principalComponents(train, units);
      const metrics = { mse: squaredError(projection(components, x!), x!) };
      return units === 2 ? { ...metrics, neighbours: neighbourAccuracy(coordinates(components, x!), y!) } : metrics;
    },
  );
}
