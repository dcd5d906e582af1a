import { describe } from "vitest";
import { whyNoGpu } from "./software-gpu.js";
import { describeProvider } from "./suites.js";

describe.skipIf(whyNoGpu)(`webgpu${whyNoGpu ?? ""}`, () => {
  describeProvider({ provider: "webgpu" });
});
