import { BlockzooError, check } from "@blockzoo/core";
import type { FamilyDefinition, Paper, Variant } from "@blockzoo/family";
import type { FamilyCheck } from "./family-check.js";

/** What a reader must find in the definition of a family. */
export function metadataChecks(family: FamilyDefinition): readonly FamilyCheck[] {
  return [
    {
      title: "names its papers in full",
      run() {
        check(family.papers.length > 0, () => `${family.name} names no paper: add one to papers in src/index.ts`);
        for (const paper of family.papers) checkPaper(family.name, paper);
      },
    },
    {
      title: "has a title, and says of each variant what distinguishes it",
      run() {
        const variants = Object.entries<Variant>(family.variants);
        const silent = variants.filter(([, { summary }]) => summary.trim() === "").map(([name]) => name);
        check(family.title.trim() !== "", () => `${family.name} has no title: add one in src/index.ts`);
        check(variants.length > 0, () => `${family.name} has no variant: add one in src/variants.ts`);
        check(silent.length === 0, () => `variants without a summary: ${silent.join(", ")}: add a line to each`);
      },
    },
    {
      title: "says of its lineage what was new, and what it changed of each ancestor",
      run() {
        const { idea, ancestors } = family.lineage ?? { idea: "apart", ancestors: [] };
        const where = `${family.name}: the lineage`;
        check(idea.trim() !== "", () => `${where} has no idea: say in a sentence what was new, in src/index.ts`);
        for (const { family: name, change } of ancestors) {
          check(name !== family.name, () => `${where} names the family itself as an ancestor: name an older one`);
          check(change.trim() !== "", () => `${where} does not say what was changed of "${name}": add a sentence`);
        }
      },
    },
  ];
}

function checkPaper(family: string, { authors, title, year, venue, url }: Paper): void {
  const empty = Object.entries({ authors, title, venue }).find(([, text]) => text.trim() === "");
  const where = `${family}: the paper "${title}"`;
  if (empty !== undefined) throw new BlockzooError(`${where} has no ${empty[0]}: complete it in src/index.ts`);
  check(
    Number.isInteger(year) && year >= 1900,
    () => `${where} has the year ${year}, expected one from 1900: correct it in src/index.ts`,
  );
  check(
    url === undefined || /^https?:\/\//.test(url),
    () => `${where} has the address "${url}", expected one that begins with https://`,
  );
}
