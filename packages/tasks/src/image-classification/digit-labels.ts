/** What the outputs of networks that read digits mean, in order. */
export const digitLabels: readonly string[] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
