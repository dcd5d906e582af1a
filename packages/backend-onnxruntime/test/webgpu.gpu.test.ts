import { describeProvider } from "./suites.js";

describeProvider({ provider: "webgpu" });
