// Preloaded into a contender's process, lets it run on the packages of another checkout: those that files of the benchmarks import
// are found as if these stood in the same folder there (CHECKOUT). The files themselves stay those of this checkout.
import { register } from "node:module";
import { pathToFileURL } from "node:url";
import { isMainThread } from "node:worker_threads";

const here = new URL("..", import.meta.url).href;
const there = `${pathToFileURL(process.env["CHECKOUT"] ?? "").href}/tooling/bench/`;

// The thread of the hooks loads this file once more, for `resolve`.
if (isMainThread) register(import.meta.url);

/** @type {import("node:module").ResolveHook} */
export const resolve = (specifier, context, next) => {
  const { parentURL } = context;
  if (!specifier.startsWith("@blockzoo/") || parentURL?.startsWith(here) !== true) return next(specifier, context);
  return next(specifier, { ...context, parentURL: there + parentURL.slice(here.length) });
};
