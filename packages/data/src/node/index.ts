export { cifar10, type Cifar10Options } from "./cifar-files.js";
export { readCsv } from "./csv-file.js";
export { dataFolder, requireFile } from "./data-folder.js";
export { summarizeLeftOut, type LeftOut } from "./image-files.js";
export { imageFolder, type ImageFolder, type ImageFolderOptions } from "./image-folder.js";
export { imageParts, type ImageParts } from "./image-parts.js";
export { readIdx } from "./idx-file.js";
export { mnist, type MnistName, type MnistOptions } from "./mnist.js";
export { readWav } from "./wav-file.js";
