import { Command, InvalidArgumentError, Option } from "commander";
import type { GivenSetting } from "./answering/settings.js";
import { packageVersion } from "./package-version.js";

/**
 * All commands and their options. What a command does is imported when it is called, so that `--version` and `--help` need
 * nothing but this file.
 *
 * @param setExitCode told the exit code of a command that ran
 */
export function createProgram(setExitCode: (code: number) => void): Command {
  const program = new Command("blockzoo")
    .description("Neural network architectures: look at them, train them, run them, export them.")
    .version(packageVersion(), "-v, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand(false)
    .addHelpText("after", programNotes)
    .exitOverride();

  /** The action of a command: its module's `run` with the arguments, then the options. */
  const runs =
    <Args extends readonly unknown[]>(load: () => Promise<{ run(...args: Args): Promise<number> }>) =>
    async (...args: readonly unknown[]): Promise<void> => {
      const { run } = await load();
      // Commander gives the command itself last.
      setExitCode(await run(...(args.slice(0, -1) as unknown as Args)));
    };
  const command = (usage: string, description: string, ...examples: readonly string[]): Command =>
    commandOf(program, usage, description, ...examples);
  const commandOf = (parent: Command, usage: string, description: string, ...examples: readonly string[]): Command => {
    const lines = examples.map((example) => `  ${example}`).join("\n");
    return parent.command(usage).description(description).addHelpText("after", `\nExamples:\n${lines}\n`);
  };

  command(
    "list",
    "all networks, with their trained weights and recipes",
    "blockzoo list",
    "blockzoo list --json",
    "blockzoo list --chart zoo.svg",
  )
    .option("--json", "print one JSON document")
    .option("--chart <file>", "draw accuracy, operations and parameters of all trained networks: .svg")
    .action(runs(() => import("./commands/list.js")));

  command(
    "summary <id>",
    "what a network costs, block by block",
    "blockzoo summary lenet5",
    "blockzoo summary ./my-net.ts#MyNet --input 1x3x224x224",
  )
    .option("--input <sizes>", inputSizes)
    .option("--json", "print one JSON document")
    .action(runs(() => import("./commands/summary.js")));

  command(
    "diagram <id>",
    "draw a network",
    "blockzoo diagram lenet5 --out lenet5.svg",
    "blockzoo diagram ./my-net.ts#MyNet --out residual.mmd --expand residual",
  )
    .requiredOption("--out <file>", "where the picture goes: .svg, or .mmd for Mermaid")
    .option("--expand <path>", "draw the operations of the block at this path instead")
    .option("--input <sizes>", inputSizes)
    .action(runs(() => import("./commands/diagram.js")));

  command(
    "export <id>",
    "write a network as an ONNX file",
    "blockzoo export lenet5.mnist --out lenet5.onnx",
    "blockzoo export lenet5.mnist --out digits.onnx --with-preprocessing --dtype float16",
    "blockzoo export lenet5.mnist --out digits --with-wrapper",
    "blockzoo export ./my-net.ts#MyNet --weights runs/MyNet/weights.safetensors --out my-net.onnx --batch 1",
  )
    .requiredOption("--out <file>", "where the model goes; with --with-wrapper a folder")
    .option("--weights <file|tag|random:SEED>", weights)
    .option("--entry <key>", entry)
    .option("--batch <n|dynamic>", "the size of a batch", batchSize, "dynamic")
    .option("--opset <version>", "version of ONNX's operator set (default: 17)", integer(1))
    .addOption(choice("--dtype <type>", "how weights are stored (default: float32)", ["float32", "float16"]))
    .addOption(
      choice("--external-data <when>", "weights in a second file, <out>.data (default: auto, above 1.5 GB)", [
        "auto",
        "always",
        "never",
      ]),
    )
    .option("--with-preprocessing", "take images as decoded, or columns of a table; give labels where they are known")
    .option("--with-wrapper", "write a folder with the model and code that needs only onnxruntime-web")
    .option("--input <sizes>", inputSizes)
    .action(runs(() => import("./commands/export.js")));

  command(
    "predict <id>",
    "run a network on an input, and show its answer",
    "blockzoo predict lenet5.mnist --input seven.png --top 3",
    "blockzoo predict heat-detector.one-shape --input scene.png --out found.png",
    `blockzoo predict lstm-writer --weights runs/lstm-writer-poems/weights.safetensors --input "The " --set length=300`,
    `blockzoo predict chair-generator-mini.views --input '{"style": "3", "angle": 45}' --out three.png`,
    "blockzoo predict ./my-net.ts#MyNet --weights runs/MyNet/weights.safetensors --input x.npy --out y.npy",
  )
    .requiredOption(
      "--input <input>",
      "what the network's task takes: an image (.png, .jpg), rows of features (.csv), a text, a recording (.wav), a JSON " +
        "record; .npy: the input tensor itself, or bytes of images",
    )
    .option("--weights <file|tag|random:SEED>", weights)
    .option("--entry <key>", entry)
    .option("--backend <name>", backend)
    .option(
      "--out <file>",
      "write the answer as the network's task offers it: a picture (.png, .svg), numbers (.npy), text (.txt)",
    )
    .option("--top <k>", "how many classes or objects are shown", integer(1), 5)
    .option(
      "--set <name=value,...>",
      "numbers that the network's task has for its answers, such as temperature=0.5,length=300",
      settings,
      [],
    )
    .option("--json", "print one JSON document")
    .action(runs(() => import("./commands/predict.js")));

  command(
    "train <id>",
    "train a network by a recipe, or on data of yours",
    "blockzoo train mlp.iris",
    "blockzoo train lenet5.mnist --data ./data --out runs/mnist",
    "blockzoo train lstm-writer --data poems.txt",
    "blockzoo train ./my-net.ts#MyNet --data digits.csv --epochs 20",
  )
    .option("--backend <name>", backend)
    .option("--seed <seed>", "decides data, first weights and order (default: 0)", integer(0))
    .option("--steps <n>", "train so many steps; the recipe's gate is then not judged", integer(1))
    .option(
      "--data <folder|file>",
      "what a network shall learn, as its task reads it: a text, pairs, recordings, a series; for your own network a .csv " +
        "file; for a recipe where data sets are (default: $BLOCKZOO_DATA)",
    )
    .option("--out <folder>", "where weights, history, checkpoint and report go (default: runs/<recipe>, <id>-<data>)")
    .option("--resume", "go on from the checkpoint in that folder")
    .option("--json", "print one JSON document")
    .optionsGroup("For your own data:")
    .option("--epochs <n>", "passes over the data (default: as the task has it; 20 on a table)", integer(1))
    .option("--batch <n>", "samples in a batch (default: as the task has it; 32 on a table)", integer(1))
    .option("--learning-rate <rate>", "of Adam (default: as the task has it; 0.001 on a table)", positive)
    .optionsGroup("For your own network on a table:")
    .option("--target <column>", "the column to predict, by name or number from 1 (default: the last)")
    .addOption(
      choice("--task <task>", "what that column is (default: a quantity where the network has one output)", [
        "classification",
        "regression",
      ]),
    )
    .addOption(
      choice("--header <when>", "whether the first row holds names (default: decided by all rows)", ["yes", "no"]),
    )
    .option(
      "--delimiter <character>",
      "between cells: comma, semicolon, tab or a character (default: found)",
      delimiter,
    )
    .option("--categorical <auto|columns>", "columns of categories, by name between commas; auto: all that hold words")
    .option("--missing <mean|value>", "what stands for missing numbers: the mean of their column, or a value", missing)
    .option("--input <sizes>", inputSizes)
    .addHelpText("after", interruptionNotes)
    .action(runs(() => import("./commands/train.js")));

  command(
    "fine-tune <id>",
    "teach a trained network the classes of a folder of images",
    "blockzoo fine-tune vgg-mini-a.glyphs --data surfaces --freeze",
    "blockzoo fine-tune resnet18 --weights resnet18.pth --data photographs --epochs 5",
  )
    .requiredOption(
      "--data <folder>",
      "a folder of PNG and JPEG images for each class; or train and test (or val) with these",
    )
    .option("--weights <file|tag>", weights)
    .option("--entry <key>", entry)
    .option("--freeze", "train the last layer alone, which is made anew for the classes")
    .option("--epochs <n>", "passes over the images (default: 20)", integer(1))
    .option("--batch <n>", "images in a batch (default: 16)", integer(1))
    .option("--learning-rate <rate>", "of Adam (default: 0.001)", positive)
    .option("--backend <name>", backend)
    .option("--seed <seed>", "decides what is held out, the new layer and the order (default: 0)", integer(0))
    .option("--steps <n>", "train so many steps instead", integer(1))
    .option("--out <folder>", "where weights, history, checkpoint and report go (default: runs/<network>-<folder>)")
    .option("--resume", "go on from the checkpoint in that folder")
    .option("--json", "print one JSON document")
    .addHelpText("after", interruptionNotes)
    .action(runs(() => import("./commands/fine-tune.js")));

  command(
    "stylize <content> <style>",
    "paint a picture in the style of another one",
    "blockzoo stylize photo.jpg painting.jpg --out painted.png",
    "blockzoo stylize photo.jpg painting.jpg --out painted.png --size 512 --style-weight 5 --every 50",
    "blockzoo stylize photo.jpg painting.jpg --out painted.png --trunk vgg19 --weights vgg19.pth",
  )
    .requiredOption("--out <file>", "where the picture goes: .png")
    .option("--size <pixels>", "the longer side of the picture (default: that of <content>, up to 512)", integer(1))
    .option("--steps <n>", "of the optimiser (default: 240)", integer(1))
    .option("--content-weight <weight>", "how much it counts what is seen (default: 0.03)", positive)
    .option("--style-weight <weight>", "how much it counts how that is painted (default: 1)", positive)
    .option("--keep-colors", "paint brightness alone: the colours stay those of <content>")
    .addOption(choice("--start <what>", "what is painted over (default: noise)", ["content", "noise"]))
    .addOption(choice("--optimizer <name>", "(default: lbfgs)", ["lbfgs", "adam"]))
    .option("--seed <seed>", "decides the noise (default: 0)", integer(0))
    .addOption(choice("--trunk <name>", "the network that looks at pictures (default: small)", ["small", "vgg19"]))
    .option("--weights <file>", "those of the trunk (default of small: the packaged ones)")
    .option("--every <n>", "also write the picture after every n steps, as painted.0050.png", integer(1))
    .option("--backend <name>", backend)
    .option("--resume", "go on from the checkpoint that a stopped run has left beside the picture")
    .option("--json", "print one JSON document")
    .addHelpText("after", stylizeNotes)
    .action(runs(() => import("./commands/stylize.js")));

  command(
    "compare <id>",
    "run a network on several backends and compare every block's output",
    "blockzoo compare lenet5",
    "blockzoo compare ./my-net.ts#MyNet --backends reference,onnxruntime-web --report bug.md",
  )
    .option("--backends <names>", "which backends, separated by commas (default: all)")
    .option("--weights <file|tag|random:SEED>", weights)
    .option("--entry <key>", entry)
    .option("--seed <seed>", "decides the random inputs (default: 0)", integer(0))
    .option("--input <sizes>", inputSizes)
    .option("--report <file>", "write what was found as Markdown, for an issue")
    .action(runs(() => import("./commands/compare.js")));

  const ofWeights = command(
    "weights",
    "list, download, check and convert trained weights",
    "blockzoo weights list",
    "blockzoo weights convert model.pth model.safetensors",
  ).helpCommand(false);
  commandOf(ofWeights, "list", "all trained weights, and where each file is", "blockzoo weights list --json")
    .option("--json", "print one JSON document")
    .action(runs(() => import("./commands/weights/list.js")));
  commandOf(ofWeights, "download <tag>", "fetch weights into the cache", "blockzoo weights download lenet5.mnist --yes")
    .option("--yes", "do not ask before a download of more than 10 MB")
    .action(runs(() => import("./commands/weights/download.js")));
  commandOf(
    ofWeights,
    "verify [tag|file]",
    "read weights and compare their checksum (default: all that are here)",
    "blockzoo weights verify",
    "blockzoo weights verify model.pth",
  )
    .option("--entry <key>", entry)
    .action(runs(() => import("./commands/weights/verify.js")));
  commandOf(
    ofWeights,
    "convert <in> <out>",
    "between safetensors and PyTorch; <out> ends in .safetensors, .pth or .pt",
    "blockzoo weights convert model.pth model.safetensors --dtype float16",
  )
    .addOption(new Option("--dtype <type>", "how floats are stored").choices(["float32", "float16"]).default("float32"))
    .option("--entry <key>", entry)
    .action(runs(() => import("./commands/weights/convert.js")));
  commandOf(ofWeights, "cache", "where the cache is and what it holds", "blockzoo weights cache --clear")
    .option("--clear", "remove all of it")
    .action(runs(() => import("./commands/weights/cache.js")));

  command("doctor", "which backends work here, and what to install", "blockzoo doctor", "blockzoo doctor --json")
    .option("--json", "print one JSON document")
    .action(runs(() => import("./commands/doctor.js")));

  command(
    "check-family [folder]",
    "whether a model package is done, as a checklist (default: the package in the working folder)",
    "blockzoo check-family",
    "blockzoo check-family node_modules/blockzoo-family-mine --json",
  )
    .option("--json", "print one JSON document")
    .action(runs(() => import("./commands/check-family.js")));

  command(
    "make-weights <recipe>",
    "train by a recipe of a model package, and put the weights into the package",
    "blockzoo make-weights my-net.glyphs",
    "blockzoo make-weights lenet5.mnist --package packages/models/lenet --data ./data",
  )
    .option("--package <folder>", "the package (default: the one in the working folder)")
    .option("--backend <name>", backend)
    .option("--seed <seed>", "decides data, first weights and order (default: 0)", integer(0))
    .option("--data <folder>", "where data sets are (default: $BLOCKZOO_DATA)")
    .action(runs(() => import("./commands/make-weights.js")));

  return program;
}

const inputSizes = "sizes of the input, the batch first, such as 1x3x224x224";
const weights = "which weights (default: trained ones, else random:0)";
const entry = "which state dict of a PyTorch file that has several: ema, model.state_dict";
const backend = "a name of `blockzoo doctor`, or auto: the first that works (default: the fastest that is installed)";

const interruptionNotes =
  "Ctrl-C saves a checkpoint and ends with exit code 130; --resume goes on to the same numbers as without a stop.\n" +
  "A second Ctrl-C ends at once.\n";

const stylizeNotes =
  "A picture of more than 512 pixels is painted as a whole at that size first, then enlarged and worked on in tiles.\n" +
  "Ctrl-C writes what is there, with a checkpoint, and ends with exit code 130; --resume goes on to the same picture as\n" +
  "without a stop. A second Ctrl-C ends at once.\n";

const programNotes = `
An <id> is a name of \`blockzoo list\` (lenet5, or lenet5.mnist with its weights), a file of yours
(./my-net.ts#MyNet), or an installed package (blockzoo-family-...).

Examples:
  blockzoo list
  blockzoo summary lenet5
  blockzoo train mlp.iris
  blockzoo predict lenet5.mnist --input seven.png
  blockzoo export lenet5.mnist --out lenet5.onnx

Exit codes: 0 success; 1 the work failed (a gate missed, a mismatch); 2 wrong usage or bad input;
130 stopped by Ctrl-C. With --json, stdout has one JSON document and nothing else.
`;

function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least}.`);
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Expected a number above 0.");
}

function delimiter(text: string): string {
  const named: Readonly<Record<string, string>> = { comma: ",", semicolon: ";", tab: "\t" };
  if (Object.hasOwn(named, text)) return named[text]!;
  if (text.length === 1 && !/[\w"\n\r]/.test(text)) return text;
  throw new InvalidArgumentError("Expected comma, semicolon, tab, or a character that is no letter, digit or quote.");
}

function missing(text: string): "mean" | number {
  if (text === "mean") return text;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(Math.fround(value))) return value;
  throw new InvalidArgumentError("Expected mean, or a number.");
}

/** Of this and of all `--set` before it. */
function settings(text: string, given: readonly GivenSetting[]): readonly GivenSetting[] {
  const pairs = text.split(",").map((pair): GivenSetting => {
    const [name, value, ...rest] = pair.split("=").map((part) => part.trim());
    if (name === undefined || name === "" || value === undefined || value === "" || rest.length > 0)
      throw new InvalidArgumentError("Expected name=value, several between commas.");
    return [name, value];
  });
  return [...given, ...pairs];
}

function choice(flags: string, description: string, names: readonly string[]): Option {
  return new Option(flags, description).choices(names);
}

function batchSize(text: string): number | "dynamic" {
  return text === "dynamic" ? text : integer(1)(text);
}
