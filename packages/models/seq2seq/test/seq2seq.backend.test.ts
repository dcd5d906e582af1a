import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";
import { seq2seq } from "@blockzoo/seq2seq";

describeFamily(seq2seq, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
