// Made by tooling/weights/train.ts: do not edit.
import type { TrainedFile } from "@blockzoo/family";

export declare const files: Readonly<
  Record<"lenet5-1998.glyphs" | "lenet5.fashion-mnist" | "lenet5.glyphs" | "lenet5.mnist", TrainedFile>
>;
