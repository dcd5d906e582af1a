export { classesDrill } from "./classes.js";
export { negativeDrill } from "./negative.js";
export { tensorsDrill } from "./tensors.js";
export { unalignedLabelsDrill } from "./unaligned-labels.js";
