/** The sources of programs that stand alone, of the folder `ejected`, which is beside both the sources and what is built of them. */
export function ejectedSources(...names: readonly string[]): URL[] {
  return names.map((name) => new URL(`../src/ejected/${name}.ts`, import.meta.url));
}
