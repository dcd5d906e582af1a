import { lenet } from "@blockzoo/lenet";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { memoryCheckpoints } from "@blockzoo/train";

const { recipes } = await lenet.recipes();
const recipe = recipes.find(({ id }) => id === "lenet5.glyphs")!;
const checkpoints = memoryCheckpoints();
const backend = await onnxruntime();
await recipe.run({ backend, checkpoints, steps: 3 });
const { history } = await recipe.run({ backend, checkpoints, resume: true, steps: 5 });
console.log(history.map(({ step }) => step)); // [ 1, 2, 3, 4, 5 ]
