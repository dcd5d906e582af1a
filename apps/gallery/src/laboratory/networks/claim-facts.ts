import type { Family } from "@blockzoo/family";

/** What a recipe claims, as plain data. */
export interface ClaimFacts {
  readonly id: string;
  readonly variant: string;
  /** In a sentence, with its source. */
  readonly claim: string;
}

export async function claimsOf(family: Family): Promise<readonly ClaimFacts[]> {
  const { recipes } = await family.recipes();
  return recipes.map(({ id, variant, claim }) => ({ id, variant, claim }));
}
