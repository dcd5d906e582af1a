import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { rbm } from "@blockzoo/rbm";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";

describeFamily(rbm, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
