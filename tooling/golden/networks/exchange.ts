import {
  BatchNorm2d,
  Conv2d,
  flatten,
  initialize,
  Linear,
  Sequential,
  type Block,
  type StateDict,
} from "@blockzoo/core";

/** The twin of the module in strict-load.py: convolution, batch normalisation and a dense layer. */
export function exchangeModel(): Block {
  return new Sequential({ conv: new Conv2d(2, 3, 3), bn: new BatchNorm2d(3), flat: flatten, fc: new Linear(12, 2) });
}

/** Values of which neighbours differ, so that no two can be exchanged: 37 i mod 101. Variances are positive. */
export function exchangeWeights(model: Block): StateDict {
  let number = 0;
  return new Map(
    Array.from(initialize(model), ([name, { dtype, shape, data }]) => {
      const value = () => ((++number * 37) % 101) / 101 - (name.endsWith("running_var") ? 0 : 0.5);
      return [name, { dtype, shape, data: Float32Array.from(data, value) }];
    }),
  );
}

/** The files that PyTorch is given. */
export const exchangeFiles = ["float32.pth", "float16.pth", "float32.safetensors", "float16.safetensors"] as const;

export function dtypeOf(file: (typeof exchangeFiles)[number]): "float32" | "float16" {
  return file.startsWith("float16") ? "float16" : "float32";
}
