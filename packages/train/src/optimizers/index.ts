export { adam, adamW, type AdamOptions } from "./adam.js";
export { rmsProp, type RmsPropOptions } from "./rms-prop.js";
export { sgd, type SgdOptions } from "./sgd.js";
export { describeRule, type ParameterScope, type Slot, type StepScope, type UpdateRule } from "./update-rule.js";
