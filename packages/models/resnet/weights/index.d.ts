// Made by blockzoo make-weights: do not edit.
export declare const files: {};
