import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { mobilenet } from "blockzoo-family-mobilenet";
import { describeFamily } from "@blockzoo/testkit";
import { familyOptions } from "@blockzoo/testkit/node";

describeFamily(mobilenet, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
