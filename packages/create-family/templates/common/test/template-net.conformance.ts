import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { templateNet } from "blockzoo-family-template-net";
import { describeFamily } from "@blockzoo/testkit";
import { familyOptions } from "@blockzoo/testkit/node";

describeFamily(templateNet, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
