import { describeBackendOps } from "@blockzoo/testkit";
import { describe } from "vitest";
import { tfjs } from "../src/index.js";

describe.each(["cpu", "wasm"] as const)("ops on %s", (device) => {
  describeBackendOps(() => tfjs({ device }));
});
