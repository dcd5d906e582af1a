export { cifar10, type Cifar10Options } from "./cifar-files.js";
export { readCsv, readTable } from "./csv-file.js";
export { dataFolder, requireFile } from "./data-folder.js";
export { imageFolder, type ImageFolderOptions } from "./image-folder.js";
export { readIdx } from "./idx-file.js";
export { mnist, type MnistName, type MnistOptions } from "./mnist.js";
export { readWav } from "./wav-file.js";
