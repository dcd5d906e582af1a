import { useState } from "preact/hooks";
import { Field } from "../../design/field.js";
import type { Translation } from "@blockzoo/tasks/translation";
import { attentionSvg } from "@blockzoo/inspect";
import { Drawing } from "../../design/drawing.js";
import type { DemoProps } from "../demo.js";

/** A network says a Spanish sentence in English, and shows where it looked for each word. */
export function TranslationDemo({ network, laboratory, isOpen }: DemoProps) {
  const [sentence, setSentence] = useState("¿Dónde está mi libro?");
  const [translation, setTranslation] = useState<Translation>();
  const [isTranslating, setIsTranslating] = useState(false);
  const [problem, setProblem] = useState("");

  const translate = async () => {
    setProblem("");
    setIsTranslating(true);
    try {
      setTranslation(await laboratory.translator.translate(network, sentence));
    } catch (error) {
      setTranslation(undefined);
      setProblem((error as Error).message);
    }
    setIsTranslating(false);
  };
  return (
    <>
      <section aria-labelledby="translate-title">
        <h2 id="translate-title">Say it in English</h2>
        <p>
          One LSTM reads a Spanish sentence, another says it in English, and looks back at the first for each piece of a
          word. They have learned short sentences, up to six words; what is longer they have to guess.
        </p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void translate();
          }}
        >
          <Field label="In Spanish">
            <textarea rows={2} lang="es" value={sentence} onInput={(event) => setSentence(event.currentTarget.value)} />
          </Field>
          <p>
            <button type="submit" class="primary" disabled={!isOpen || isTranslating}>
              Translate
            </button>
          </p>
        </form>
        {problem !== "" && <p class="error">{problem}</p>}
        <output class="translation" data-testid="translation" data-translating={isTranslating}>
          {translation?.text}
        </output>
        {translation !== undefined && <Others translation={translation} />}
      </section>
      <section aria-label="where it looked">{translation && <Alignment translation={translation} />}</section>
    </>
  );
}

/** What else was found, each as probable as its score says. */
function Others({ translation: { beams } }: { readonly translation: Translation }) {
  return (
    <ol class="readings">
      {beams.map(({ text, score }) => (
        <li key={text}>
          <span>{text}</span> <span class="muted">{score.toFixed(2)}</span>
        </li>
      ))}
    </ol>
  );
}

function Alignment({ translation: { alignment, tokens, sourceTokens } }: { readonly translation: Translation }) {
  if (alignment === undefined) return null;
  const drawing = attentionSvg(alignment, { title: "Where it looked", queries: tokens, keys: sourceTokens });
  return <Drawing svg={drawing} />;
}
