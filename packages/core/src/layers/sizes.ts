/** The number of spatial axes. */
export type SpatialRank = 1 | 2 | 3;

interface PerSpatialAxis<T> {
  readonly 1: readonly [T];
  readonly 2: readonly [T, T];
  readonly 3: readonly [T, T, T];
}

/** One number for all spatial axes, or one for each: depth, height, width. */
export type Sizes<Rank extends SpatialRank> = number | PerSpatialAxis<number>[Rank];

/** One number for both axes, or one for each: height, width. */
export type Pair = Sizes<2>;

/** One number all around, one for each axis, or `[before, after]` for each axis. */
export type Padding<Rank extends SpatialRank = 2> =
  number | PerSpatialAxis<number>[Rank] | PerSpatialAxis<readonly [number, number]>[Rank];

/** What inputs with so many spatial axes are called, in errors. */
export const layouts = {
  1: { what: "sequences", sizes: "L", lines: ["positions"] },
  2: { what: "images", sizes: "H, W", lines: ["rows", "columns"] },
  3: { what: "volumes", sizes: "D, H, W", lines: ["slices", "rows", "columns"] },
} as const satisfies Record<SpatialRank, { what: string; sizes: string; lines: readonly string[] }>;
