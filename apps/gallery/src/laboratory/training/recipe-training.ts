import { proxyMarker, transfer } from "comlink";
import type { Adjustment } from "@blockzoo/family";
import { writeSafetensors } from "@blockzoo/weights";
import type { FoundRecipe } from "@blockzoo/zoo";
import { families, findRecipe } from "../../families.js";
import type { Runtime } from "../runtime.js";
import { browserPlace } from "./browser-place.js";
import { learnedMetadata } from "./learned-meaning.js";
import { News, type RaceNews } from "./news.js";
import { onnxFiles, type NamedFile } from "./onnx-file.js";
import { trainingProgram } from "./program.js";
import { Race } from "./race.js";
import { recipeEntry, recipeFacts, type RecipeEntry, type RecipeFacts } from "./recipe-facts.js";

/** What can be done with a recipe that is trained in the page. */
interface Training extends FoundRecipe {
  readonly race: Race;
}

/** Trains recipes by their ids. */
export class RecipeTraining {
  readonly [proxyMarker] = true;
  readonly #runtime: Runtime;
  readonly #trainings = new Map<string, Promise<Training>>();
  /** By recipe: who is told of it, by a name of their own. */
  readonly #news = new Map<string, Map<string, News>>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** All recipes, and what a page lacks for some. */
  async list(): Promise<RecipeEntry[]> {
    const lists = Object.values(families).map(async (load) => {
      const family = await load();
      const { recipes } = await family.recipes();
      return recipes.map((recipe) => recipeEntry(family, recipe));
    });
    return (await Promise.all(lists)).flat();
  }

  /** The ids of recipes of which a run is kept. */
  kept(): Promise<readonly string[]> {
    return browserPlace.names();
  }

  async facts(id: string): Promise<RecipeFacts> {
    const { family, recipe } = await this.#training(id);
    return recipeFacts(family, recipe);
  }

  /** Tells somebody of a training, once what is kept of it has been read. */
  async watch(id: string, watcher: string, tell: (news: RaceNews) => void): Promise<void> {
    const { race } = await this.#training(id);
    this.unwatch(id, watcher);
    const watchers = this.#news.get(id) ?? new Map<string, News>();
    const news = new News(race, tell);
    this.#news.set(id, watchers.set(watcher, news));
    try {
      await race.restore();
    } finally {
      // Told before, a page would show for a moment that nothing has begun. It may be gone by now.
      if (watchers.get(watcher) === news) news.begin();
    }
  }

  unwatch(id: string, watcher: string): void {
    this.#news.get(id)?.get(watcher)?.end();
    this.#news.get(id)?.delete(watcher);
  }

  async go(id: string, steps?: number): Promise<void> {
    await (await this.#training(id)).race.go(steps);
  }

  async pause(id: string): Promise<void> {
    (await this.#training(id)).race.pause();
  }

  async stop(id: string): Promise<void> {
    await (await this.#training(id)).race.stop();
  }

  async startOver(id: string): Promise<void> {
    await (await this.#training(id)).race.startOver();
  }

  async adjust(id: string, adjustment: Adjustment): Promise<void> {
    (await this.#training(id)).race.adjust(adjustment);
  }

  async setBeside(id: string, names: readonly string[]): Promise<void> {
    await (await this.#training(id)).race.setBeside(names);
  }

  /** Looks at the weights that are kept of a run which does not go on. */
  async readKept(id: string): Promise<void> {
    await (await this.#training(id)).race.readKept();
  }

  async weightsFile(id: string): Promise<NamedFile> {
    const { race, family, recipe } = await this.#training(id);
    const metadata = await learnedMetadata(family, recipe);
    const content = new Uint8Array(writeSafetensors(await race.weights(), { metadata }));
    return transfer({ name: `${id}.safetensors`, content }, [content.buffer]);
  }

  async onnxFiles(id: string): Promise<NamedFile[]> {
    const { race, family, recipe } = await this.#training(id);
    const files = await onnxFiles(family, recipe, await race.weights());
    return transfer(
      files,
      files.map(({ content }) => content.buffer),
    );
  }

  async program(id: string): Promise<string> {
    const { race, family } = await this.#training(id);
    return trainingProgram({ family: family.name, recipe: id, history: race.histories.get("main")! });
  }

  /** Before another runtime is opened. */
  async beforeChange(): Promise<void> {
    await Promise.all((await this.#races()).map((race) => race.beforeChange()));
  }

  /** Once another runtime is open. */
  async afterChange(): Promise<void> {
    for (const race of await this.#races()) race.afterChange();
  }

  async #races(): Promise<readonly Race[]> {
    const found = await Promise.allSettled(this.#trainings.values());
    return found.flatMap((each) => (each.status === "fulfilled" ? [each.value.race] : []));
  }

  #training(id: string): Promise<Training> {
    const known = this.#trainings.get(id) ?? this.#open(id);
    this.#trainings.set(id, known);
    // A package that could not be fetched is asked for again.
    known.catch(() => this.#trainings.delete(id));
    return known;
  }

  async #open(id: string): Promise<Training> {
    const found = await findRecipe(id);
    const race = new Race({
      recipe: found.recipe,
      variant: found.family.variants[found.recipe.variant],
      runtime: this.#runtime,
      place: browserPlace,
      onChange: () => this.#news.get(id)?.forEach((news) => news.add()),
    });
    return { ...found, race };
  }
}
