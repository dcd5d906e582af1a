/** The networks that paint, and what each has learned from. */
export const stylists = {
  "stylist.starry-night": "Vincent van Gogh, The Starry Night, 1889",
  "stylist.wave": "Katsushika Hokusai, The Great Wave off Kanagawa, 1831",
} as const;

export type StylistId = keyof typeof stylists;

export const stylistIds = Object.keys(stylists) as readonly StylistId[];
