import { describeBackendOps } from "@blockzoo/testkit";
import { onnxruntime } from "../src/index.js";
import { describeProviders } from "./providers.js";

describeProviders("ops", (provider) => {
  describeBackendOps(() => onnxruntime({ provider }));
});
