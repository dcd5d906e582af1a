import type { Family } from "@blockzoo/family";

/** What a recipe claims, as plain data. */
export interface ClaimFacts {
  readonly id: string;
  readonly variant: string;
  /** In a sentence, with its source. */
  readonly claim: string;
  /** Whether a page can run it: it makes its data. */
  readonly runsHere: boolean;
}

export async function claimsOf(family: Family): Promise<readonly ClaimFacts[]> {
  const { recipes } = await family.recipes();
  return recipes.map(({ id, variant, claim, reads }) => ({ id, variant, claim, runsHere: reads === undefined }));
}
