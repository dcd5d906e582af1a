import { CreateError } from "./create-error.js";
import type { Layout } from "./template.js";

/** One name as it is written in different places. */
export interface FamilyNames {
  /** Of the family, its first variant and its files: `my-net`. */
  readonly family: string;
  /** Of the block: `MyNet`. */
  readonly className: string;
  /** Of the family's value: `myNet`. */
  readonly identifier: string;
  /** In sentences: `My net`. */
  readonly title: string;
  /** `@blockzoo/my-net` in the workspace, `blockzoo-family-my-net` outside. */
  readonly packageName: string;
}

const prefixes: Readonly<Record<Layout, string>> = { workspace: "@blockzoo/", standalone: "blockzoo-family-" };

/** What npm allows. */
const longestPackageName = 214;

/** Words that cannot name a value in a module of TypeScript. */
const reserved = new Set(
  (
    "await break case catch class const continue debugger default delete do else enum export extends false finally for " +
    "function if implements import in instanceof interface let new null package private protected public return static " +
    "super switch this throw true try typeof var void while with yield arguments eval undefined"
  ).split(" "),
);

/**
 * All forms of a family's name.
 *
 * @throws CreateError where npm or TypeScript would not take it
 * @example namesOf("my-net", "standalone").packageName // "blockzoo-family-my-net"
 */
export function namesOf(name: string, layout: Layout): FamilyNames {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new CreateError(
      `"${name}" cannot name a family: expected lower-case letters, digits and single hyphens, a letter first, such as my-net`,
    );
  }
  const packageName = prefixes[layout] + name;
  if (packageName.length > longestPackageName) {
    throw new CreateError(
      `the name has ${name.length} characters: npm takes ${longestPackageName - prefixes[layout].length} at most here`,
    );
  }
  const className = name.split("-").map(capitalized).join("");
  const identifier = className[0]!.toLowerCase() + className.slice(1);
  if (reserved.has(identifier)) {
    throw new CreateError(`"${name}" cannot name a family: "${identifier}" is a word of the language; try ${name}-net`);
  }
  return { family: name, className, identifier, title: capitalized(name.replaceAll("-", " ")), packageName };
}

function capitalized(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
