// Made by tooling/weights/train.ts: do not edit.
export const files = {};
