import { compositeLowerings } from "@blockzoo/onnx";
import { without } from "./without.js";

/** CUDA has no training mode of BatchNormalization from opset 14 on, and no MaxUnpool: their definitions run. */
export const cudaComposites = without(compositeLowerings, ["batchNormTraining", "maxPoolGradient"]);
