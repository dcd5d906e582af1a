import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { describeFamily } from "@blockzoo/testkit";
import { familyOptions } from "@blockzoo/testkit/node";
import { vgg } from "../src/index.js";

describeFamily(vgg, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
