import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { describeFamily } from "@blockzoo/testkit";
import { familyOptions } from "@blockzoo/testkit/node";
import { alexnet } from "../src/index.js";

describeFamily(alexnet, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
