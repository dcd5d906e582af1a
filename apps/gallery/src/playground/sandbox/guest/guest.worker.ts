// Runs a program, in the worker of a sandbox: it has no network, no storage, and no way to the page but its port. Graphs and
// arrays go through a line to a backend elsewhere.
import { BlockzooError, check, connectBackend } from "@blockzoo/core";
import { trainingName, type Namespace, type RecipeContext } from "@blockzoo/family";
import { BoundedBackend, guestBounds } from "../../bounds/bounded-backend.js";
import { mainFile } from "../../program/program.js";
import type { Order, Report } from "../messages.js";
import { evaluateFile } from "./evaluate.js";
import { look } from "./look.js";
import { LoopGuard } from "./loop-guard.js";
import { modules } from "./modules.js";
import { failureOf } from "./place.js";
import { speakTo, withoutNetwork } from "./surroundings.js";

addEventListener("message", ({ data, ports: [port] }) => void begin(data as Order, port!), { once: true });

async function begin(order: Order, port: MessagePort): Promise<void> {
  const report = (message: Report) => port.postMessage(message);
  port.addEventListener("message", () => report({ kind: "alive" }));
  port.start();
  // Frames of the packages stand before those of the program.
  Error.stackTraceLimit = 200;
  withoutNetwork();
  speakTo((text) => report({ kind: "said", text }));
  const guard = new LoopGuard();
  try {
    const main = evaluateFile(mainFile, { files: order.files, modules, guard: guard.round });
    if (order.kind === "look") report({ kind: "looked", look: look(main, order.open) });
    else await train(main, order.line, report);
    report({ kind: "ended" });
  } catch (error) {
    report({ kind: "failed", failure: failureOf(error) });
  }
}

async function train(main: Namespace, line: MessagePort, report: (message: Report) => void): Promise<void> {
  const { [trainingName]: learn } = main;
  check(typeof learn === "function", () => `${mainFile} exports no function "${trainingName}" that says how it learns`);
  line.start();
  const lent = await connectBackend({
    postMessage: (message) => line.postMessage(message),
    addEventListener: (type, listener) => line.addEventListener(type, (event) => listener(event as MessageEvent)),
    terminate: () => line.close(),
  });
  const context: RecipeContext = {
    // First values of weights are drawn on this side, so this side knows the bounds too.
    backend: new BoundedBackend(lent, guestBounds),
    onProgress: (point) => report({ kind: "progress", point }),
  };
  const returned: unknown = (learn as (context: RecipeContext) => unknown)(context);
  if (!(returned instanceof Promise)) {
    throw new BlockzooError(
      `\`${trainingName}\` is expected to return a promise, as \`fit\` does: write \`return fit(...)\``,
    );
  }
  await returned;
}
