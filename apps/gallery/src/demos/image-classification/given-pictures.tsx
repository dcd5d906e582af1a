import type { ImageClasses, Prediction } from "@blockzoo/tasks/image-classification";
import { useState } from "preact/hooks";
import type { DemoProps } from "../demo.js";
import { PictureInput } from "../picture-input.js";
import { Probabilities } from "../probabilities.js";

/** A network says what is in a picture. */
export function GivenPictures({ network, meaning, laboratory, isOpen }: DemoProps<ImageClasses>) {
  const [predictions, setPredictions] = useState<readonly Prediction[]>([]);
  const { labels } = meaning;
  return (
    <>
      <section aria-labelledby="show-title">
        <h2 id="show-title">Show it a picture</h2>
        <p>It tells {labels.length} kinds of pictures apart. What you show it does not leave this machine.</p>
        <PictureInput
          key={network.weights}
          isOpen={isOpen}
          example={(seed) => laboratory.pictures.example(network, seed)}
          onPicture={async (picture) =>
            setPredictions(await laboratory.pictures.classify(network, picture, labels.length))
          }
        />
      </section>
      <section aria-labelledby="seen-title" aria-live="polite">
        <h2 id="seen-title">What it sees</h2>
        <Probabilities predictions={predictions} labels={labels} />
      </section>
    </>
  );
}
