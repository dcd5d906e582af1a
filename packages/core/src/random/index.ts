export { philox4x32 } from "./philox.js";
export { RandomStream, type FloatArray } from "./random-stream.js";
export * from "./initializers.js";
