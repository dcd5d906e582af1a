import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";
import { fcn } from "../src/index.js";

// conformance.json: the reference takes minutes for the large variants, twins.test.ts runs those with fewer skips. A random
// class for each pixel of noise cannot be learned by heart.
describeFamily(fcn, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
