// Forward passes: networks of torchvision at full size and a network that paints, with weights that their names decide, so that no file is shared.
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { exportByTorch, inferenceRivals } from "../contenders.js";
import { inferenceNetworks, type InferenceProblem } from "../inference-problem.js";
import { comparedResults } from "../rounds.js";
import type { Case } from "./case.js";

const { own, peers } = inferenceRivals(2);

const networks = Object.keys(inferenceNetworks) as InferenceProblem["network"][];

export const inferenceCases: readonly Case[] = networks.flatMap((network) =>
  ([1, 8] as const).map((batch): Case => {
    const exportedIn = (folder: string) => path.join(folder, `${network}.onnx`);
    return {
      name: `${network}-b${batch}`,
      title: `${network}, batch ${batch}`,
      write(file) {
        const exported = exportedIn(path.dirname(file));
        const problem: InferenceProblem = { network, batch, exported, results: comparedResults };
        writeFileSync(file, JSON.stringify(problem));
      },
      own,
      peers(folder) {
        const exported = exportedIn(folder);
        const failure = existsSync(exported) ? undefined : exportByTorch(network, exported);
        return peers().map((contender) => ({
          ...contender,
          ...(failure !== undefined && contender.family === "exported" && { unavailable: failure }),
        }));
      },
      steps: () => [3, batch === 1 ? 20 : 8],
    };
  }),
);
