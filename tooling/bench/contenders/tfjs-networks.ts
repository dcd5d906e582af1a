// The workloads' networks and losses in tfjs' functional style, NHWC, weights by the names that the blocks give them.
import * as tf from "@tensorflow/tfjs";
import type { WorkloadName } from "../workloads.js";

export type Named = Readonly<Record<string, tf.Variable>>;

type Loss = (weights: Named, x: tf.Tensor, y: tf.Tensor) => tf.Scalar;

export const losses: Readonly<Partial<Record<WorkloadName, Loss>>> = {
  lenet5: (weights, x, y) => crossEntropy(lenet5(weights, x as tf.Tensor4D), y),
  "vgg-mini": (weights, x, y) => crossEntropy(vggMini(weights, x as tf.Tensor4D), y),
  resnet20: (weights, x, y) => crossEntropy(resnet20(weights, x as tf.Tensor4D), y),
  lstm: (weights, x, y) => tf.losses.meanSquaredError(y, lstm(weights, x as tf.Tensor3D)),
};

function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(tf.oneHot(labels as tf.Tensor1D, logits.shape[1]), logits);
}

function linear(weights: Named, name: string, x: tf.Tensor): tf.Tensor2D {
  const product = tf.matMul(x, weights[`${name}.weight`] as tf.Variable<tf.Rank.R2>, false, true);
  return tf.add(product, weights[`${name}.bias`]!);
}

/** As the weights of dense layers count. */
function flatChannelsFirst(maps: tf.Tensor4D): tf.Tensor2D {
  return tf.reshape(tf.transpose(maps, [0, 3, 1, 2]), [maps.shape[0], maps.size / maps.shape[0]]);
}

function conv(weights: Named, name: string, x: tf.Tensor4D, stride: number, padding: number): tf.Tensor4D {
  const kernel = weights[`${name}.weight`] as tf.Variable<tf.Rank.R4>;
  const product = tf.conv2d(x, kernel, stride, padding);
  const bias = weights[`${name}.bias`];
  return bias === undefined ? product : tf.add(product, bias);
}

function lenet5(weights: Named, x: tf.Tensor4D): tf.Tensor2D {
  const stage = (name: string, maps: tf.Tensor4D) =>
    tf.avgPool(tf.tanh(conv(weights, name, maps, 1, 0)), 2, 2, "valid");
  const maps = stage("conv2", stage("conv1", x));
  const hidden = tf.tanh(linear(weights, "fc2", tf.tanh(linear(weights, "fc1", flatChannelsFirst(maps)))));
  return linear(weights, "fc3", hidden);
}

function vggMini(weights: Named, x: tf.Tensor4D): tf.Tensor2D {
  let maps = x;
  // Places of the convolutions in torchvision's list of layers, by stage.
  for (const stage of [[0], [3], [6, 8], [11, 13]]) {
    for (const place of stage) maps = tf.relu(conv(weights, `features.${place}`, maps, 1, 1));
    maps = tf.maxPool(maps, 2, 2, "valid");
  }
  return linear(weights, "classifier.3", tf.relu(linear(weights, "classifier.0", flatChannelsFirst(maps))));
}

function resnet20(weights: Named, x: tf.Tensor4D): tf.Tensor2D {
  let maps = tf.relu(batchNorm(weights, "bn1", conv(weights, "conv1", x, 1, 1)));
  for (let index = 0; index < 9; index++) {
    const [stage, place] = [Math.floor(index / 3), index % 3];
    const stride = stage > 0 && place === 0 ? 2 : 1;
    const name = `layer${stage + 1}.${place}`;
    const inner = tf.relu(batchNorm(weights, `${name}.bn1`, conv(weights, `${name}.conv1`, maps, stride, 1)));
    const residual = batchNorm(weights, `${name}.bn2`, conv(weights, `${name}.conv2`, inner, 1, 1));
    maps = tf.relu(tf.add(residual, stride === 1 ? maps : shortcut(maps)));
  }
  return linear(weights, "fc", tf.mean(maps, [1, 2]));
}

/** Every second pixel and zeros for the new channels; pooling one pixel has a gradient in tfjs, a strided slice has none. */
function shortcut(x: tf.Tensor4D): tf.Tensor4D {
  const added = x.shape[3] / 2;
  return tf.pad(tf.avgPool(x, 1, 2, "valid"), [
    [0, 0],
    [0, 0],
    [0, 0],
    [added, added],
  ]);
}

function batchNorm(weights: Named, name: string, x: tf.Tensor4D): tf.Tensor4D {
  const part = (key: string) => weights[`${name}.${key}`] as tf.Variable<tf.Rank.R1>;
  const { mean, variance } = tf.moments(x, [0, 1, 2]) as { mean: tf.Tensor1D; variance: tf.Tensor1D };
  const count = x.size / x.shape[3];
  const record = (running: tf.Variable<tf.Rank.R1>, value: tf.Tensor1D) =>
    running.assign(tf.add(tf.mul(running, 0.9), tf.mul(value, 0.1)));
  record(part("running_mean"), mean);
  record(part("running_var"), tf.mul(variance, count / (count - 1)));
  return tf.batchNorm4d(x, mean, variance, part("bias"), part("weight"), 1e-5);
}

function lstm(weights: Named, x: tf.Tensor3D): tf.Tensor2D {
  const [time, batch, features] = x.shape;
  const part = (key: string) => weights[`lstm.${key}_l0`] as tf.Variable<tf.Rank.R2>;
  const size = part("weight_hh").shape[1];
  const fromInput = tf.matMul(tf.reshape(x, [time * batch, features]), part("weight_ih"), false, true);
  const shares = tf.unstack(tf.reshape(tf.add(tf.add(fromInput, part("bias_ih")), part("bias_hh")), [time, batch, -1]));
  let h: tf.Tensor2D = tf.zeros([batch, size]);
  let c: tf.Tensor2D = tf.zeros([batch, size]);
  for (const share of shares) {
    const gates: tf.Tensor2D = tf.add(share, tf.matMul(h, part("weight_hh"), false, true));
    const [i, f, g, o] = tf.split(gates, 4, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
  }
  return linear(weights, "head", h);
}
