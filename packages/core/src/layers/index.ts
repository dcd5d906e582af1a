export * from "./containers.js";
export * from "./convolution.js";
export * from "./dropout.js";
export * from "./embedding.js";
export * from "./linear.js";
export * from "./normalization.js";
export * from "./pooling.js";
export * from "./recurrent.js";
