export { checkLabels } from "./check-labels.js";
export { rankPredictions, type ClassifyOptions, type Prediction } from "./prediction.js";
export { softmax } from "./softmax.js";
