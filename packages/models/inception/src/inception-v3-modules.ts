/** The modules of Inception v3 as data: Szegedy et al. 2015, arXiv 1512.00567, figures 5 to 10, in torchvision's form. */
import type { Pair } from "@blockzoo/core";

/** One convolution of a chain: channels and kernel; `stride` 2 makes the grid smaller. */
export type Link = readonly [channels: number, kernel: Pair, stride?: number];

/** A chain, or a chain whose end is two convolutions side by side. */
export interface Branch {
  readonly links: readonly Link[];
  readonly fork?: readonly Link[];
}

/** A module by the names of its branches, in the order in which their outputs are joined. */
export interface ModuleShape {
  readonly branches: Readonly<Record<string, Branch>>;
  /** `"max"` of stride 2 without a convolution, or the mean of 3x3 and a projection to so many channels. */
  readonly pool: "max" | number;
}

const [row, column] = [(size: number): Pair => [1, size], (size: number): Pair => [size, 1]];
const chain = (...links: Link[]): Branch => ({ links });

/** Figure 5. */
export const moduleA = (projection: number): ModuleShape => ({
  branches: {
    branch1x1: chain([64, 1]),
    branch5x5: chain([48, 1], [64, 5]),
    branch3x3dbl: chain([64, 1], [96, 3], [96, 3]),
  },
  pool: projection,
});

/** Figure 10 from 35x35 to 17x17. */
export const moduleB: ModuleShape = {
  branches: { branch3x3: chain([384, 3, 2]), branch3x3dbl: chain([64, 1], [96, 3], [96, 3, 2]) },
  pool: "max",
};

/** Figure 6, with `c` channels inside. */
export const moduleC = (c: number): ModuleShape => ({
  branches: {
    branch1x1: chain([192, 1]),
    branch7x7: chain([c, 1], [c, row(7)], [192, column(7)]),
    branch7x7dbl: chain([c, 1], [c, column(7)], [c, row(7)], [c, column(7)], [192, row(7)]),
  },
  pool: 192,
});

/** Figure 10 from 17x17 to 8x8. */
export const moduleD: ModuleShape = {
  branches: {
    branch3x3: chain([192, 1], [320, 3, 2]),
    branch7x7x3: chain([192, 1], [192, row(7)], [192, column(7)], [192, 3, 2]),
  },
  pool: "max",
};

const crossing = {
  fork: [
    [384, row(3)],
    [384, column(3)],
  ],
} as const;

/** Figure 7. */
export const moduleE: ModuleShape = {
  branches: {
    branch1x1: chain([320, 1]),
    branch3x3: { ...chain([384, 1]), ...crossing },
    branch3x3dbl: { ...chain([448, 1], [384, 3]), ...crossing },
  },
  pool: 192,
};

/** A module with other numbers of channels. */
export function scaledShape({ branches, pool }: ModuleShape, scaled: (channels: number) => number): ModuleShape {
  const linksOf = (links: readonly Link[]) => links.map(([channels, ...rest]): Link => [scaled(channels), ...rest]);
  const own = Object.entries(branches).map(([name, { links, fork = [] }]) => [
    name,
    { links: linksOf(links), fork: linksOf(fork) },
  ]);
  return { branches: Object.fromEntries(own), pool: pool === "max" ? pool : scaled(pool) };
}
