import { useState } from "preact/hooks";
import type { MarkedPicture } from "../../laboratory/demos/picture-reader.js";
import type { ImageClasses } from "@blockzoo/tasks/image-classification";
import type { DemoProps } from "../demo.js";
import { MarkedView } from "../marked-picture.js";
import { PictureInput } from "../picture-input.js";

/** A network says of each pixel what it belongs to. */
export function SegmentationDemo({ network, meaning, laboratory, isOpen }: DemoProps<ImageClasses>) {
  const [marked, setMarked] = useState<MarkedPicture>();
  return (
    <>
      <section aria-labelledby="segment-title">
        <h2 id="segment-title">Show it a picture</h2>
        <p>It says of each pixel what it belongs to: {meaning.labels.join(", ")}.</p>
        <PictureInput
          key={network.weights}
          isOpen={isOpen}
          example={(seed) => laboratory.pictures.example(network, seed)}
          onPicture={async (picture) => setMarked(await laboratory.pictures.segment(network, picture))}
        />
      </section>
      <MarkedView title="What is where" marked={marked} />
    </>
  );
}
