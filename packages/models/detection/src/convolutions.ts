import { BatchNorm2d, Conv2d, kaimingNormal, relu, type Stage } from "@blockzoo/core";

/** 3x3 convolutions from each number of channels to the next, which keep the size; behind each normalisation and ReLU. */
export function convolutions(...channels: readonly number[]): Stage[] {
  return channels
    .slice(1)
    .flatMap((to, index) => [
      new Conv2d(channels[index]!, to, 3, { padding: 1, initializer: kaimingNormal() }),
      new BatchNorm2d(to),
      relu,
    ]);
}
