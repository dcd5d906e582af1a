import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";
import { deconvnet } from "../src/index.js";

// conformance.json: a random class for each pixel of noise cannot be learned by heart.
describeFamily(deconvnet, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
