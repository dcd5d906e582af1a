/** Larger images are refused before anything is decoded, so that a small file cannot ask for all memory. */
export const maximumPixels = 64_000_000;
