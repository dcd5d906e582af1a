/** What is there `minCount` times, the most frequent first, equally frequent ones in the order of their code units. */
export function mostFrequent(counts: ReadonlyMap<string, number>, minCount: number): string[] {
  return [...counts]
    .filter(([, count]) => count >= minCount)
    .toSorted(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1))
    .map(([token]) => token);
}
