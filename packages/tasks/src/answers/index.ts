export { classColours, colourCode, overlay, palette, type Colour } from "./overlay.js";
export { classesAnswer, percent, type ClassesAnswerOptions } from "./classes-answer.js";
export { npyInput, type NpyInputOptions } from "./npy-input.js";
export { npyOutput, type NpyOutputOptions } from "./npy-output.js";
export { endingOf, readFile, readNpy } from "./read-file.js";
export { tensorAnswer } from "./tensor-answer.js";
