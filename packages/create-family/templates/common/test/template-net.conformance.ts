import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { templateNet } from "blockzoo-family-template-net";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";

describeFamily(templateNet, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
