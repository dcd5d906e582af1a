// Made by blockzoo make-weights: do not edit.
export const files = {};
