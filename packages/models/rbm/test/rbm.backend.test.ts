import { referenceBackend } from "@blockzoo/core";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { rbm } from "@blockzoo/rbm";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";
import { knownState } from "@blockzoo/testkit";
import { expect, test } from "vitest";

describeFamily(rbm, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});

test("a chain is the same on another backend", async () => {
  const weights = knownState(rbm.create("rbm-mini"));
  const [one, other] = await Promise.all(
    [referenceBackend(), await onnxruntime()].map(async (backend) => {
      const sampler = await rbm.use("rbm-mini", { backend, weights });
      return sampler.sample({ count: 8, steps: 50, seed: 5 });
    }),
  );
  expect(one).toEqual(other);
});
