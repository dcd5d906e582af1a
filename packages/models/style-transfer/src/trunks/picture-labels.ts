/** The pictures that the trunk learned to tell apart, in the order of its classes. */
export const labels = [
  "the starry night",
  "the scream",
  "the shipwreck",
  "woman with a hat",
  "the great wave",
  "composition VII",
  "astronaut",
  "brick",
  "camera",
  "cell",
  "cat",
  "coffee",
  "grass",
  "gravel",
  "galaxies",
  "rocket",
] as const;
