/** A convolution as the paper writes it: `conv3-64` has a kernel of 3x3 and 64 output channels. */
export type Layer = `conv${1 | 3}-${number}`;

/** Stages of convolutions; a 2x2 max pool ends each. */
export type Stages = readonly (readonly Layer[])[];

/** Table 1 of the paper, a row for each stage. Its configuration A-LRN, which is no better than A, is left out. */
export const table1 = {
  A: [["conv3-64"], ["conv3-128"], ["conv3-256", "conv3-256"], ["conv3-512", "conv3-512"], ["conv3-512", "conv3-512"]],
  B: [
    ["conv3-64", "conv3-64"],
    ["conv3-128", "conv3-128"],
    ["conv3-256", "conv3-256"],
    ["conv3-512", "conv3-512"],
    ["conv3-512", "conv3-512"],
  ],
  C: [
    ["conv3-64", "conv3-64"],
    ["conv3-128", "conv3-128"],
    ["conv3-256", "conv3-256", "conv1-256"],
    ["conv3-512", "conv3-512", "conv1-512"],
    ["conv3-512", "conv3-512", "conv1-512"],
  ],
  D: [
    ["conv3-64", "conv3-64"],
    ["conv3-128", "conv3-128"],
    ["conv3-256", "conv3-256", "conv3-256"],
    ["conv3-512", "conv3-512", "conv3-512"],
    ["conv3-512", "conv3-512", "conv3-512"],
  ],
  E: [
    ["conv3-64", "conv3-64"],
    ["conv3-128", "conv3-128"],
    ["conv3-256", "conv3-256", "conv3-256", "conv3-256"],
    ["conv3-512", "conv3-512", "conv3-512", "conv3-512"],
    ["conv3-512", "conv3-512", "conv3-512", "conv3-512"],
  ],
} as const satisfies Readonly<Record<string, Stages>>;

/** The first and the fourth column of table 1 with 8, 16, 32, 64 channels and one stage less, for images of 32x32. */
export const miniStages = {
  A: [["conv3-8"], ["conv3-16"], ["conv3-32", "conv3-32"], ["conv3-64", "conv3-64"]],
  D: [
    ["conv3-8", "conv3-8"],
    ["conv3-16", "conv3-16"],
    ["conv3-32", "conv3-32", "conv3-32"],
    ["conv3-64", "conv3-64", "conv3-64"],
  ],
} as const satisfies Readonly<Record<string, Stages>>;
