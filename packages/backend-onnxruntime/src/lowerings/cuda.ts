import { compositeLowerings } from "@blockzoo/onnx";

/** CUDA has no training mode of BatchNormalization from opset 14 on, and no MaxUnpool: their definitions run. */
const { batchNormTraining, maxPoolGradient, ...cudaComposites } = compositeLowerings;

export { cudaComposites };
