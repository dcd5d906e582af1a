export * from "./activations/index.js";
export * from "./charts/index.js";
export * from "./diagram/index.js";
export { bytes, compact, thousands } from "./drawing/numbers.js";
export * from "./report/index.js";
export * from "./summary/index.js";
