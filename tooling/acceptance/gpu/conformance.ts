// All op cases with their gradients, then LeNet-5's training, on one provider of onnxruntime-node against the reference: for
// machines with a GPU that tests do not have.
//
//   node --conditions=@blockzoo/source --import tsx tooling/acceptance/gpu/conformance.ts [webgpu|cuda|cpu|wasm]
import { onnxruntime, type Provider } from "@blockzoo/backend-onnxruntime";
import { messageOf, ndarray, referenceBackend, type Backend } from "@blockzoo/core";
import { checkForward, checkGradientOn, expectClose, isDifferentiable, opTests } from "@blockzoo/testkit";
import { compileLeNetStep, leNetBatch } from "./lenet-step.js";

const provider = (process.argv[2] ?? "webgpu") as Provider;
const backend = await onnxruntime({ provider });
console.log(`${backend.name}, ${backend.capabilities.runtime}`);

const failures: string[] = [];

async function attempt(check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    failures.push(messageOf(error));
  }
}

const tests = opTests();
for (const test of tests) {
  await attempt(() => checkForward(test, backend));
  if (isDifferentiable(test)) await attempt(() => checkGradientOn(test, backend));
}
console.log(`${tests.length} op cases with their gradients: ${failures.length} failures`);

/** The first ten losses, and the mean time of the steps after them. */
async function train(on: Backend, timed: number) {
  const training = await compileLeNetStep(on);
  const losses: number[] = [];
  for (let step = 0; step < 10; step++) losses.push((await training.step(leNetBatch(step))).loss);
  const own = leNetBatch(10);
  const start = performance.now();
  for (let step = 0; step < timed; step++) await training.step(own);
  const milliseconds = (performance.now() - start) / timed;
  training.dispose();
  return { losses: ndarray(losses), milliseconds };
}

await attempt(async () => {
  const found = await train(backend, 100);
  const cpu = await onnxruntime({ provider: "cpu" });
  const native = await train(cpu, 100);
  console.log(
    `LeNet-5, batch 32: ${found.milliseconds.toFixed(2)} ms a step on ${backend.name}, ` +
      `${native.milliseconds.toFixed(2)} on ${cpu.name} with ${cpu.capabilities.threads} threads`,
  );
  const expected = await train(referenceBackend(), 1);
  expectClose(found.losses, expected.losses, "training", "the first ten losses of LeNet-5");
  console.log("the first ten losses of LeNet-5 are those of the reference");
});

for (const failure of failures) console.log(`FAILED: ${failure}`);
await backend.dispose();
process.exitCode = failures.length > 0 ? 1 : 0;
