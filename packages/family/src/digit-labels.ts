/** What the outputs of networks that read digits mean, in order. */
export const digitLabels: readonly string[] = [..."0123456789"];
