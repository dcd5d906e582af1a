// The workloads' networks and losses in tfjs' functional style, NHWC, weights by the names that the blocks give them.
import * as tf from "@tensorflow/tfjs";

export type Named = Readonly<Record<string, tf.Variable>>;

type Loss = (weights: Named, x: tf.Tensor, y: tf.Tensor) => tf.Scalar;

export const losses: Readonly<Record<string, Loss>> = {
  lenet5: (weights, x, y) => crossEntropy(lenet5(weights, x as tf.Tensor4D), y),
  "vgg-mini": (weights, x, y) => crossEntropy(vggMini(weights, x as tf.Tensor4D), y),
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
