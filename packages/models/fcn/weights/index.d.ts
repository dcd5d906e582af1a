import type { TrainedFile } from "@blockzoo/family";

export declare const files: Readonly<Record<never, TrainedFile>>;
