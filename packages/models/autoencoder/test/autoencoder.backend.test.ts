import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { autoencoder } from "@blockzoo/autoencoder";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";

describeFamily(autoencoder, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});
