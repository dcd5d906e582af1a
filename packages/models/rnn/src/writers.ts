/** Networks that write, as variants: one for any set of characters. */
import { float32, int32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { textGeneration } from "@blockzoo/tasks/text-generation";
import { CharacterModel, type CharacterModelOptions } from "./character-model.js";
import { shakespeareVocabulary } from "./shakespeare.js";

/** All but the characters, which are those of a text. */
export type WriterShape = Omit<CharacterModelOptions, "characters" | "cell">;

/** A writer of LSTMs, of the size of "Tiny Shakespeare" unless it is sized for another vocabulary. */
export function writer(summary: string, shape: WriterShape): Variant<ReturnType<typeof textGeneration>> {
  const { layers = 1, hidden } = shape;
  const state = float32(layers, "N", hidden);
  const sized = (characters: number) => ({
    create: () => new CharacterModel({ ...shape, characters }),
    graphs: forward({ tokens: int32("N", "T"), h: state, c: state }, "logits"),
    params: parametersOf(shape, characters),
  });
  return {
    summary,
    task: textGeneration(),
    ...sized(shakespeareVocabulary.tokens.length),
    meaning: { vocabulary: shakespeareVocabulary },
    sizedFor: ({ vocabulary }) => sized(vocabulary.tokens.length),
  };
}

/** 4 n (m + n + 2) for each layer of n units with m inputs, a vector for each character, and a score for each. */
function parametersOf({ hidden, layers = 1, embedding }: WriterShape, characters: number): number {
  const layer = (inputs: number) => 4 * hidden * (inputs + hidden + 2);
  const deeper = (layers - 1) * layer(hidden);
  return characters * (embedding ?? 0) + layer(embedding ?? characters) + deeper + characters * (hidden + 1);
}
