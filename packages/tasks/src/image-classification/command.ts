import type { TaskCommand } from "@blockzoo/family";
import { classesAnswer } from "../answers/classes-answer.js";
import { npyOutput } from "../answers/npy-output.js";
import { endingOf } from "../answers/read-file.js";
import { ejectedSources } from "../ejected-sources.js";
import type { ImageClasses } from "./image-classes.js";
import type { ImageClassifier } from "./image-classifier.js";
import { imageExamples } from "./image-examples.js";

export const command: TaskCommand<ImageClasses, ImageClassifier> = {
  takes: "an image (.png, .jpg), or images as bytes or a prepared tensor (.npy)",
  async answer({ input, use, networks: { forward }, meaning: { preprocessing, labels }, top, note }) {
    const scores =
      endingOf(input) === ".npy"
        ? await npyOutput(forward!, input, { preprocessing, note })
        : await use.logits([input]);
    return classesAnswer(scores, { name: forward!.output, labels, top });
  },
  ejected: ({ preprocessing, labels }) => ({
    sources: ejectedSources("classify", "read-beside"),
    files: { "labels.json": labels, "preprocessing.json": preprocessing },
    readme: `\`const net = await (await import("./classify.js")).loadClassifier();\` loads model.onnx and labels.json beside it.
\`await net.classify(context.getImageData(0, 0, width, height))\` takes pixels; preprocessing.json says what the model does with them.
`,
  }),
  examples: imageExamples,
};
