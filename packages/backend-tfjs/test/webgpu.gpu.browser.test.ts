import { describeDevice } from "./suites.js";

describeDevice({ device: "webgpu" });
