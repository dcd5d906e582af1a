import { check, ndarray, type NDArray, type StateDict } from "@blockzoo/core";

/** The names of a VGG's convolutions and batch norms in files: `features.3.weight`. */
const ofFeatures = /^features\.(\d+)\.(\w+)$/;

/** What is added to the variance in batch norms, PyTorch's number and `BatchNorm2d`'s. */
const epsilon = 1e-5;

/**
 * Weights of a VGG network, such as those that come with this package or torchvision's, as those of a trunk: `features.0.weight`
 * becomes `network.0.weight`. The dense layers are left out. Batch norms are no layers of a trunk: what they do in use is made
 * part of the convolution before them, `w' = w γ / √(σ² + ε)` and `b' = (b - μ) γ / √(σ² + ε) + β`.
 *
 * @throws BlockzooError for weights of no VGG
 * @example const weights = trunkWeights(await loadWeights(styleTransfer.weights["style-trunk.pictures"]));
 */
export function trunkWeights(weights: StateDict): StateDict {
  const layers = layersOf(weights);
  check(
    layers.size > 0,
    () =>
      `a trunk takes weights of a VGG network, "features.0.weight" and so on, got ${[...weights.keys()].slice(0, 3)}`,
  );
  const folded = new Map<string, NDArray>();
  let norms = 0;
  for (const [position, layer] of [...layers].toSorted(([a], [b]) => a - b)) {
    if (isNorm(layer)) {
      norms++;
      continue;
    }
    const behind = layers.get(position + 1);
    const convolution = { weight: part(layer, "weight", position), bias: part(layer, "bias", position) };
    const { weight, bias } = behind && isNorm(behind) ? fold(convolution, behind, position + 1) : convolution;
    folded.set(`network.${position - norms}.weight`, weight);
    folded.set(`network.${position - norms}.bias`, bias);
  }
  return folded;
}

/** The arrays of a layer, by what they are. */
type Layer = Readonly<Record<string, NDArray>>;

/** By position. */
function layersOf(weights: StateDict): Map<number, Layer> {
  const layers = new Map<number, Layer>();
  for (const [name, value] of weights) {
    const found = ofFeatures.exec(name);
    if (found === null) continue;
    const position = Number(found[1]);
    layers.set(position, { ...layers.get(position), [found[2]!]: value });
  }
  return layers;
}

function isNorm(layer: Layer): boolean {
  return layer["running_mean"] !== undefined;
}

interface Convolution {
  readonly weight: NDArray;
  readonly bias: NDArray;
}

function fold({ weight, bias }: Convolution, norm: Layer, position: number): Convolution {
  const valuesOf = (name: string) => part(norm, name, position).data;
  const [gamma, beta, mean, variance] = ["weight", "bias", "running_mean", "running_var"].map(valuesOf);
  const scale = Float64Array.from(gamma!, (value, channel) => value / Math.sqrt(variance![channel]! + epsilon));
  const perChannel = weight.data.length / scale.length;
  const scaled = Float32Array.from(weight.data, (value, index) => value * scale[Math.floor(index / perChannel)]!);
  const moved = Float32Array.from(
    scale,
    (by, channel) => (bias.data[channel]! - mean![channel]!) * by + beta![channel]!,
  );
  return { weight: ndarray(scaled, weight.shape), bias: ndarray(moved) };
}

function part(layer: Layer, name: string, position: number): NDArray {
  const found = layer[name];
  check(found !== undefined, () => `a trunk takes weights of a VGG network: features.${position}.${name} is missing`);
  return found;
}
