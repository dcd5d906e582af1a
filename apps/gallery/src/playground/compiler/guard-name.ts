/** What every round of a loop calls: put in by `guard-loops.ts`, answered by `sandbox/guest/loop-guard.ts`. */
export const guardName = "__round";
