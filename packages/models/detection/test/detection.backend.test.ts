import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { describeFamily } from "@blockzoo/testkit";
import { familyOptions } from "@blockzoo/testkit/node";
import { detection } from "../src/index.js";

describeFamily(detection, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
