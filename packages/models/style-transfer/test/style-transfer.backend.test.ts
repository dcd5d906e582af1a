import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { styleTransfer } from "@blockzoo/style-transfer";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";

describeFamily(styleTransfer, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
