/** Why WebGPU cannot be tested in Node here: vitest.config.ts tells the processes of tests where a software GPU is. */
export const whyNoGpu =
  process.env["VK_ICD_FILENAMES"] === undefined
    ? " (left out: there is no Chromium, with whose software GPU this runs)"
    : undefined;
