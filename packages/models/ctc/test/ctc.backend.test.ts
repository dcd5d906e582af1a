import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { ctc } from "@blockzoo/ctc";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";

describeFamily(ctc, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
