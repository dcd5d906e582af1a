import { check, type TensorType } from "@blockzoo/core";
import { graphDefinition, type Task } from "@blockzoo/family";
import type { ChainDefinition } from "./chain.js";
import { imageSampler, type ImageSampler } from "./image-sampler.js";
import { checkPixels, parsePictures, type Pictures } from "./pictures.js";

export type { ChainDefinition } from "./chain.js";
export type { ImageSampler, SampleOptions, WatchedStep, WatchOptions } from "./image-sampler.js";
export type { Pictures } from "./pictures.js";

export interface ImageSamplingOptions<Layer extends string> extends ChainDefinition<Layer> {
  /** The graph that makes images of what a step expects, [N, ...] to [N, channels, H, W]. Default: what a step expects is the image. */
  readonly image?: string;
}

/**
 * Draws images from a distribution, by a Markov chain one step of which is the graph `gibbs`. It takes the state, a `label`
 * [N, classes] where the network knows classes, and noise for each layer that is drawn; it gives the next state, and as its main
 * output what that was drawn from.
 *
 * @example imageSampling({ state: "visible", units: { visible: "bernoulli", hidden: "bernoulli" } })
 */
export function imageSampling<Layer extends string>({
  image,
  ...chain
}: ImageSamplingOptions<Layer>): Task<Pictures, ImageSampler, "gibbs"> {
  const graphs = ["gibbs", ...(image === undefined ? [] : [image])];
  return {
    name: "image-sampling",
    graphs: graphs as readonly "gibbs"[],
    parseMeaning: parsePictures,
    checkMeaning(meaning, variant, where) {
      const { input } = graphDefinition(variant, "gibbs");
      const { [chain.state]: state, label } = input as Readonly<Record<string, TensorType>>;
      if (image === undefined) checkPixels(meaning, state!.shape[1] as number, where);
      const [classes, labels] = [label?.shape[1] ?? 0, meaning.labels?.length ?? 0];
      check(labels === classes, () => `${where}: ${labels} labels, the network knows ${classes} classes`);
    },
    use: (parts) =>
      imageSampler({
        ...parts,
        chain,
        image:
          image === undefined
            ? undefined
            : (parts.networks as Readonly<Record<string, typeof parts.networks.gibbs>>)[image],
      }),
    drill: async () => (await import("./drill.js")).chainDrill(chain),
    command: async () => (await import("./command.js")).command,
  };
}
