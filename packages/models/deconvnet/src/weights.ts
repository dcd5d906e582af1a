import type { WeightsEntry } from "@blockzoo/family";

export const weights = {} as const satisfies Readonly<Record<string, WeightsEntry>>;
