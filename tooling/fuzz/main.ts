/**
 * Reads mutated files of every format and fails when one crashes the reader, takes too long or too much memory:
 *
 *     npx pnpm fuzz                            15,000 inputs for each format, seed 0
 *     npx pnpm fuzz --inputs 1000 --seed 7 --format "pth zip"
 *
 * Each format runs in a process of its own, so that its peak memory is its own and a hang can be ended.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { formats, type FormatName } from "./formats.js";
import { fuzz, type Outcome } from "./fuzz.js";

/** Generous: inputs have a few kilobytes, and take a few milliseconds. */
const BUDGET = { secondsWithoutProgress: 20, megabytes: 512 };
const PROGRESS = 50;

interface Report extends Outcome {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "15000" },
    seed: { type: "string", default: "0" },
    format: { type: "string", multiple: true },
  },
});
const [inputs, seed] = [Number(values.inputs), Number(values.seed)];

if (process.send === undefined) await supervise();
else await work(values.format![0] as FormatName);

async function work(format: FormatName): Promise<void> {
  const start = performance.now();
  const onInput = (index: number) => index % PROGRESS === 0 && process.send!(index);
  const outcome = await fuzz({ format, inputs, seed, onInput });
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  process.send!({ ...outcome, seconds: (performance.now() - start) / 1000, peakMegabytes } satisfies Report);
}

async function supervise(): Promise<void> {
  const names = (values.format ?? Object.keys(formats)) as FormatName[];
  const reports: Report[] = [];
  for (const name of names) reports.push(await inProcess(name));
  print(reports);
  const bad = reports.filter(({ crashes, peakMegabytes }) => crashes.length > 0 || peakMegabytes > BUDGET.megabytes);
  for (const { format, crashes } of bad)
    console.error(`${format}: ${crashes.slice(0, 5).join("\n") || "too much memory"}`);
  process.exitCode = bad.length > 0 ? 1 : 0;
}

function inProcess(format: FormatName): Promise<Report> {
  const args = ["--inputs", String(inputs), "--seed", String(seed), "--format", format];
  const child = fork(fileURLToPath(import.meta.url), args);
  return new Promise((resolve, reject) => {
    let last = 0;
    const hang = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${format}: hangs at one of the inputs ${last} to ${last + PROGRESS} of seed ${seed}`));
    }, BUDGET.secondsWithoutProgress * 1000);
    child.on("message", (message: number | Report) => {
      hang.refresh();
      if (typeof message === "number") last = message;
      else resolve(message);
    });
    child.on("exit", (code) => {
      clearTimeout(hang);
      reject(new Error(`${format}: the process ended with ${code} at one of the inputs from ${last} on`));
    });
  });
}

function print(reports: readonly Report[]): void {
  console.log("| format | inputs | read | refused | crashed | seconds | slowest input, ms | peak memory, MB |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  for (const { format, read, refused, crashes, ...measured } of reports) {
    const { seconds, slowestMilliseconds, peakMegabytes } = measured;
    const numbers = [measured.inputs, read, refused, crashes.length, seconds.toFixed(1)];
    console.log(`| ${[format, ...numbers, slowestMilliseconds.toFixed(1), peakMegabytes.toFixed(0)].join(" | ")} |`);
  }
  const total = reports.reduce((sum, report) => sum + report.inputs, 0);
  console.log(`\n${total} inputs, seed ${seed}, Node ${process.versions.node} on ${process.platform} ${process.arch}`);
}
