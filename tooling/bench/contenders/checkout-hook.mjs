// Preloaded into a contender's process, lets it run on the packages of another checkout: what files of this folder import by
// name is found as if they stood in the same folder there (CHECKOUT). The contender's own files stay those of this checkout.
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
  const byName = /^[@a-z]/.test(specifier) && !specifier.includes(":");
  if (!byName || parentURL?.startsWith(here) !== true) return next(specifier, context);
  return next(specifier, { ...context, parentURL: there + parentURL.slice(here.length) });
};
