import { existsSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const acceptance = fileURLToPath(new URL("..", import.meta.url));

/**
 * Gives a folder the packages that its programs import, in the place of npm install; none where it has them already.
 * @param {string} folder @param {string} [owner] the package whose own they are, by default those of the acceptance checks
 */
export function linkPackages(folder, owner = acceptance) {
  const linked = path.join(folder, "node_modules");
  if (!existsSync(linked)) symlinkSync(path.join(owner, "node_modules"), linked);
}
