// LeNet-5 and ResNet-20 trained and run on the best accelerator of this machine and on its CPU, from one seed, in one table.
import { glyphs } from "@blockzoo/data";
import { progressLine } from "@blockzoo/train/node";
import { Command, InvalidArgumentError } from "commander";
import { findDevices } from "./find-devices.js";
import { measure } from "./measure.js";
import { devicesText, documentOf, lossesAgree, tableText, type Comparison } from "./report.js";
import { workloads } from "./workloads.js";

interface Options {
  readonly steps?: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** Software takes seconds for what a GPU does in milliseconds. */
const efforts = { hardware: { steps: 300, testImages: 1000 }, software: { steps: 10, testImages: 200 } };

const stepsText =
  `training steps of LeNet-5, of which ResNet-20 takes a tenth but at least ten ` +
  `(default: ${efforts.hardware.steps}, and ${efforts.software.steps} where the GPU is software)`;

const options = new Command("node-gpu")
  .description("Trains and runs two networks on the best accelerator of this machine and on its CPU, from one seed.")
  .option("--steps <n>", stepsText, wholeFrom(2))
  .option("--seed <seed>", "decides data, first weights and order", wholeFrom(0), 0)
  .option("--json", "print one JSON document")
  .parse()
  .opts<Options>();

const { seed } = options;
const devices = await findDevices();
const effort = devices.accelerator?.graphics.isSoftware === true ? efforts.software : efforts.hardware;
const train = glyphs({ count: 6000, seed: 10 * seed });
const test = glyphs({ count: effort.testImages, seed: 10 * seed + 1 });
if (options.json !== true) console.log(devicesText(devices));

const comparisons: Comparison[] = [];
for (const workload of workloads) {
  const { title, batchSize, stepsOf } = workload;
  const steps = stepsOf(options.steps ?? effort.steps);
  const measured = async (device: string, backend: typeof devices.cpu) => {
    const progress = progressLine({ label: `${title} on ${device}`.padEnd(27) });
    const result = await measure(workload, backend, { train, test, steps, seed, onProgress: progress.update });
    progress.done();
    return result;
  };
  const { cpu, accelerator } = devices;
  comparisons.push({
    title,
    batchSize,
    steps,
    accelerator: accelerator && (await measured("the accelerator", accelerator.backend)),
    cpu: await measured("the CPU", cpu),
  });
}

if (options.json === true) console.log(JSON.stringify(documentOf(devices, comparisons), undefined, 2));
else console.log(`\n${tableText(comparisons)}`);
await devices.accelerator?.backend.dispose();
await devices.cpu.dispose();
process.exitCode = comparisons.every(lossesAgree) ? 0 : 1;

function wholeFrom(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least}.`);
  };
}
