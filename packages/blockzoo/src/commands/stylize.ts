import type { Backend, StateDict } from "@blockzoo/core";
import { encodePng, readImage, type RawImage } from "@blockzoo/data/images";
import { stylizeInTiles, type Stylized } from "@blockzoo/style-transfer/optimization";
import { progressLine } from "@blockzoo/train/node";
import { backendName, withBackend } from "../backends.js";
import { commandLine, optionName } from "../command-line.js";
import { listenForInterruption } from "../interruption.js";
import { writeOutput } from "../output-file.js";
import {
  fingerprint,
  removeCheckpoint,
  stateToResume,
  writeCheckpoint,
  type Ingredients,
} from "../stylizing/checkpoint.js";
import { chooseTrunk, type ChosenTrunk, type TrunkName } from "../stylizing/choose-trunk.js";
import { placesOf, type Places } from "../stylizing/places.js";
import { note, print, printJson } from "../terminal.js";

export interface StylizeOptions {
  readonly out: string;
  readonly size?: number;
  readonly steps?: number;
  readonly contentWeight?: number;
  readonly styleWeight?: number;
  readonly keepColors?: boolean;
  readonly start?: "content" | "noise";
  readonly optimizer?: "lbfgs" | "adam";
  readonly seed?: number;
  readonly trunk?: TrunkName;
  readonly weights?: string;
  readonly every?: number;
  readonly backend?: string;
  readonly resume?: boolean;
  readonly json?: boolean;
}

/** Paints a picture in the style of another one, and writes it: 0, or 1 where the painting came to no good end. */
export async function run(contentFile: string, styleFile: string, options: StylizeOptions): Promise<number> {
  const places = await placesOf(options.out, [contentFile, styleFile]);
  const pictures = { content: await readImage(contentFile), style: await readImage(styleFile) };
  const trunk = await chooseTrunk(options);
  const ingredients: Ingredients = {
    ...Object.fromEntries(
      Object.entries(decidingOf(options)).map(([name, value]) => [optionName(name), String(value ?? "default")]),
    ),
    "--trunk": trunk.source,
    "content image": fingerprint(pictures.content),
    "style image": fingerprint(pictures.style),
  };
  const resume = await stateToResume(places.checkpoint, ingredients, options.resume === true);
  const interruption = listenForInterruption("stopping after this step, with the picture and a checkpoint");
  try {
    return await withBackend(options.backend, async (backend) => {
      const job: Job = { ...pictures, trunk, options, places, resume, backend, signal: interruption.signal };
      const start = performance.now();
      const painted = await paint(job);
      const seconds = (performance.now() - start) / 1000;
      await writeOutput(places.picture, await encodePng(painted.image));
      if (painted.reason === "aborted") await writeCheckpoint(places.checkpoint, painted.state, ingredients);
      else await removeCheckpoint(places.checkpoint);
      show(painted, job, seconds);
      if (painted.reason === "aborted") {
        note(`go on with: ${commandLine("stylize", [contentFile, styleFile], { ...options, resume: true })}`);
        return interruption.exitCode();
      }
      return painted.reason === "not finite" ? 1 : 0;
    });
  } finally {
    interruption.release();
  }
}

/** What decides the picture, of what was asked for. */
function decidingOf(options: StylizeOptions) {
  const { size, steps, contentWeight, styleWeight, keepColors, start, optimizer, seed } = options;
  return { size, steps, contentWeight, styleWeight, keepColors, start, optimizer, seed };
}

interface Job {
  readonly content: RawImage;
  readonly style: RawImage;
  readonly trunk: ChosenTrunk;
  readonly options: StylizeOptions;
  readonly places: Places;
  readonly resume: StateDict | undefined;
  readonly backend: Backend;
  readonly signal: AbortSignal;
}

/** Paints, with a live line on stderr, and the pictures on the way that were asked for. */
async function paint({ content, style, trunk, options, places, resume, backend, signal }: Job): Promise<Stylized> {
  const { runtime, threads } = backend.capabilities;
  note(`painting on ${runtime}, ${threads} ${threads === 1 ? "thread" : "threads"}, into ${places.picture}`);
  const line = progressLine();
  try {
    return await stylizeInTiles({
      content,
      style,
      trunk: trunk.network,
      weights: trunk.weights,
      backend,
      ...decidingOf(options),
      resume,
      signal,
      async onProgress({ step, steps: totalSteps, loss, contentLoss, styleLoss, image }) {
        if (step === 0) return;
        line.update({ step, totalSteps, metrics: { loss, content: contentLoss, style: styleLoss } });
        if (step % (options.every ?? Infinity) === 0)
          await writeOutput(places.afterStep(step), await encodePng(image()));
      },
    });
  } finally {
    line.done();
  }
}

/** Says what came of it. One that goes on and is stopped at once has no new step. */
function show({ image, history, reason }: Stylized, { trunk, options, places, backend }: Job, seconds: number): void {
  const { width, height } = image;
  const last = history.at(-1);
  if (options.json === true) {
    const { step: steps, ...losses } = last ?? {};
    const how = { trunk: trunk.source, seed: options.seed ?? 0, backend: backendName(backend.name), seconds };
    const finished = reason !== "aborted";
    printJson({ picture: places.picture, width, height, finished, reason, steps, ...losses, ...how });
    return;
  }
  print(`${places.picture}: ${width} x ${height} pixels, ${seconds.toFixed(1)} s`);
  if (last !== undefined) {
    const [loss, content, style] = [last.loss, last.contentLoss, last.styleLoss].map((value) => value.toPrecision(4));
    print(`after ${last.step} steps loss ${loss} (content ${content}, style ${style})`);
  }
  print(`stopped because ${reasons[reason]}`);
}

const reasons = {
  steps: "all steps are taken",
  change: "further steps change nothing that counts",
  gradient: "no pixel makes the loss smaller",
  "line search": "no picture near this one has a smaller loss: that is as far as the numbers' precision goes",
  "not finite": "the loss is no finite number any more: this is the last good picture; try other weights",
  aborted: "it was asked to",
} as const satisfies Record<Stylized["reason"], string>;
