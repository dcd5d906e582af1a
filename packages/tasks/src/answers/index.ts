export { overlay, palette, type Colour } from "./overlay.js";
export { classesAnswer, percent, type ClassesAnswerOptions } from "./classes-answer.js";
export { endingOf, readFile, readNpy } from "./read-file.js";
export { tensorAnswer } from "./tensor-answer.js";
