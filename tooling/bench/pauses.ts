// The longest pause of the main thread while LeNet-5 is trained, directly and behind a worker, kept in docs/benchmarks.md:
//
//   pnpm bench:pauses [--rounds N]
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { monitorEventLoopDelay, type IntervalHistogram } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { connectBackend, type Backend } from "@blockzoo/core";
import { batched, glyphs } from "@blockzoo/data";
import { LeNet5Modern } from "@blockzoo/lenet";
import { adam, crossEntropy, fit } from "@blockzoo/train";
import { dateOfCommit, machine } from "./page/circumstances.js";
import { placeInPage } from "./page/page.js";
import { median } from "./statistics.js";
import { markdownTable } from "./page/markdown-table.js";

/** One thread computes, so that a second core is left for the main thread. */
const options = { provider: "cpu", threads: 1 } as const;

const workerFile = new URL("contenders/onnxruntime-worker.mjs", import.meta.url);
const places = {
  directly: () => onnxruntime(options),
  "behind a worker": () =>
    connectBackend(new Worker(workerFile, { execArgv: ["--conditions=@blockzoo/source"] }), options),
} satisfies Readonly<Record<string, () => Promise<Backend>>>;

type Place = keyof typeof places;

/** What the main thread sees of the machine alone, with nothing to do. */
const control = "nothing is trained";

type Case = Place | typeof control;

/** What one process saw, in milliseconds. */
interface Pauses {
  readonly longest: number;
  /** All but one of a hundred pauses are shorter. */
  readonly percentile99: number;
  /** The longest while the step is traced and compiled and the first steps are taken. */
  readonly starting?: number;
  readonly perStep?: number;
  readonly runtime?: string;
}

const warmUp = 20;
const timed = 300;
const waitedMilliseconds = 3000;

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
  return { ...pausesOf(training), starting: starting.max / 1e6, perStep, runtime };
}

async function wait(): Promise<Pauses> {
  const waiting = watched();
  waiting.enable();
  await new Promise((resolve) => setTimeout(resolve, waitedMilliseconds));
  waiting.disable();
  return pausesOf(waiting);
}

function pausesOf(delays: IntervalHistogram): Pauses {
  return { longest: delays.max / 1e6, percentile99: delays.percentile(99) / 1e6 };
}

/** Sees how late a timer is that should fire every millisecond. */
const watched = () => monitorEventLoopDelay({ resolution: 1 });

function inFreshProcess(what: Case): Pauses {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@blockzoo/source", "--import", "tsx", fileURLToPath(import.meta.url), "--case", what],
    { encoding: "utf8", timeout: 120_000 },
  );
  if (status !== 0) throw new Error(`${what}: exit code ${status}\n${stderr}`);
  return JSON.parse(stdout) as Pauses;
}

function measureAll(rounds: number): void {
  const cases: readonly Case[] = [control, ...(Object.keys(places) as readonly Place[])];
  const found = new Map<Case, Pauses[]>(cases.map((what) => [what, []]));
  const load = loadavg()[0]!;
  // In turns, so that whatever else the machine does meets all of them.
  for (let round = 0; round < rounds; round++) {
    for (const what of cases) found.get(what)!.push(inFreshProcess(what));
  }
  const rows = cases.map((what) => {
    const values = (of: (pauses: Pauses) => number | undefined) =>
      found.get(what)!.flatMap((pauses) => of(pauses) ?? []);
    const middle = (column: readonly number[], digits: number) =>
      column.length === 0 ? "" : median(column).toFixed(digits);
    const longest = values((pauses) => pauses.longest);
    return [
      what === control ? control : `onnxruntime-node, ${what}`,
      middle(longest, 1),
      `${Math.min(...longest).toFixed(1)}-${Math.max(...longest).toFixed(1)}`,
      middle(
        values(({ percentile99 }) => percentile99),
        1,
      ),
      middle(
        values(({ starting }) => starting),
        1,
      ),
      middle(
        values(({ perStep }) => perStep),
        2,
      ),
    ];
  });
  const header = [
    "LeNet-5, batch 64",
    "longest pause, ms",
    "min-max",
    "99 of 100 within",
    "while starting",
    "ms a step",
  ];
  const command = ["pnpm bench:pauses", ...process.argv.slice(2)].join(" ");
  const { runtime } = found.get("directly")![0]!;
  const section = [
    markdownTable(header, rows),
    `at commit ${dateOfCommit()}, \`${command}\`: medians of ${rounds} processes, ${timed} steps in each. ${machine()}; ${runtime}. ` +
      `The load of the machine was ${load.toFixed(1)} before.`,
  ].join("\n\n");
  console.log(section);
  const page = new URL("../../docs/benchmarks.md", import.meta.url);
  writeFileSync(page, placeInPage(readFileSync(page, "utf8"), "pauses", section));
}

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" }, case: { type: "string" } } });
const own = values.case as Case | undefined;
if (own === undefined) measureAll(Number(values.rounds));
else console.log(JSON.stringify(await (own === control ? wait() : train(own))));
