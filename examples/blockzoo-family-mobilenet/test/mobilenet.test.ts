import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { mobilenet } from "blockzoo-family-mobilenet";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";

describeFamily(mobilenet, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
