// The longest pause of the main thread while LeNet-5 is trained, directly and behind a worker, kept in docs/benchmarks.md:
//
//   pnpm bench:pauses [--rounds N]
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { connectBackend, type Backend } from "@blockzoo/core";
import { batched, glyphs } from "@blockzoo/data";
import { LeNet5Modern } from "@blockzoo/lenet";
import { adam, crossEntropy, fit } from "@blockzoo/train";
import { dateOfCommit, machine } from "./circumstances.js";
import { placeInPage } from "./report.js";
import { median } from "./statistics.js";
import { markdownTable } from "./table.js";

/** One thread computes, so that a second core is left for the main thread. */
const options = { provider: "cpu", threads: 1 } as const;

const workerFile = new URL("contenders/onnxruntime-worker.mjs", import.meta.url);
const places = {
  directly: () => onnxruntime(options),
  "behind a worker": () =>
    connectBackend(new Worker(workerFile, { execArgv: ["--conditions=@blockzoo/source"] }), options),
} satisfies Readonly<Record<string, () => Promise<Backend>>>;

type Place = keyof typeof places;

/** What one process saw, in milliseconds. */
interface Pauses {
  readonly runtime: string;
  /** While the step is traced and compiled, and the first steps are taken. */
  readonly starting: number;
  readonly training: number;
  readonly perStep: number;
}

const warmUp = 20;
const timed = 300;

/** Trains as users do, with `fit`, which gathers the batches on the main thread. */
async function train(place: Place): Promise<Pauses> {
  const backend = await places[place]();
  const data = batched(glyphs({ count: 6000 }), { batchSize: 64 });
  const [starting, training] = [watched(), watched()];
  let began = 0;
  starting.enable();
  await fit(new LeNet5Modern(), {
    data,
    loss: (model, { x, y }) => crossEntropy(model.forward(x), y),
    optimizer: adam(),
    steps: warmUp + timed,
    backend,
    onProgress: ({ step }) => {
      if (step !== warmUp) return;
      starting.disable();
      training.enable();
      began = performance.now();
    },
  });
  training.disable();
  const perStep = (performance.now() - began) / timed;
  const { runtime } = backend.capabilities;
  await backend.dispose();
  return { runtime, starting: starting.max / 1e6, training: training.max / 1e6, perStep };
}

/** Sees how late a timer is that should fire every millisecond. */
const watched = () => monitorEventLoopDelay({ resolution: 1 });

function inFreshProcess(place: Place): Pauses {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@blockzoo/source", "--import", "tsx", fileURLToPath(import.meta.url), "--place", place],
    { encoding: "utf8", timeout: 120_000 },
  );
  if (status !== 0) throw new Error(`${place}: exit code ${status}\n${stderr}`);
  return JSON.parse(stdout) as Pauses;
}

function measureAll(rounds: number): void {
  const names = Object.keys(places) as readonly Place[];
  const found = new Map<Place, Pauses[]>(names.map((place) => [place, []]));
  const load = loadavg()[0]!;
  // In turns, so that whatever else the machine does meets both.
  for (let round = 0; round < rounds; round++) {
    for (const place of names) found.get(place)!.push(inFreshProcess(place));
  }
  const rows = names.map((place) => {
    const reports = found.get(place)!;
    const column = (of: (report: Pauses) => number) => reports.map(of);
    return [
      `onnxruntime-node, ${place}`,
      Math.max(...column(({ training }) => training)).toFixed(1),
      median(column(({ training }) => training)).toFixed(1),
      median(column(({ starting }) => starting)).toFixed(1),
      median(column(({ perStep }) => perStep)).toFixed(2),
    ];
  });
  const header = ["LeNet-5, batch 64", "longest, ms", "median process", "while starting", "ms a step"];
  const command = ["pnpm bench:pauses", ...process.argv.slice(2)].join(" ");
  const section = [
    markdownTable(header, rows),
    `${dateOfCommit()}, \`${command}\`, ${rounds} processes each, ${timed} steps in each. ${machine()}, ` +
      `load ${load.toFixed(1)} before; ${found.get("directly")![0]!.runtime}.`,
  ].join("\n\n");
  console.log(section);
  const page = new URL("../../docs/benchmarks.md", import.meta.url);
  writeFileSync(page, placeInPage(readFileSync(page, "utf8"), "pauses", section));
}

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" }, place: { type: "string" } } });
if (values.place === undefined) measureAll(Number(values.rounds));
else console.log(JSON.stringify(await train(values.place as Place)));
