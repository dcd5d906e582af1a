import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Drawing } from "../design/drawing.js";
import type { GivenPicture, MarkedPicture } from "../laboratory/demos/picture-reader.js";
import type { DemoProps } from "./demo.js";
import { PictureInput } from "./picture-input.js";

interface MarkedDemoProps extends Pick<DemoProps, "network" | "laboratory" | "isOpen"> {
  /** What the network does, in a sentence. */
  readonly introduction: string;
  /** What the answer shows. */
  readonly title: string;
  /** Finds something in a picture. */
  readonly find: (picture: GivenPicture) => Promise<MarkedPicture>;
  /** What it looks for: another value has it look again in the same picture. */
  readonly lookedFor?: string | number;
  /** Where that is changed. */
  readonly children?: ComponentChildren;
}

/** A network finds something in a picture, and it is laid over it. */
export function MarkedDemo(props: MarkedDemoProps) {
  const { network, laboratory, isOpen, introduction, title, find, lookedFor, children } = props;
  const [marked, setMarked] = useState<MarkedPicture>();
  const picture = useRef<Exclude<GivenPicture, ImageBitmap> | undefined>(undefined);
  const look = async (given: GivenPicture) => {
    // A camera sends the next picture anyway.
    picture.current = given instanceof ImageBitmap ? undefined : given;
    setMarked(await find(given));
  };
  useEffect(() => {
    if (picture.current !== undefined && isOpen) void look(picture.current);
  }, [lookedFor]);
  return (
    <>
      <section aria-labelledby="given-title">
        <h2 id="given-title">Show it a picture</h2>
        <p>{introduction}</p>
        <PictureInput
          key={network.weights}
          isOpen={isOpen}
          example={(seed) => laboratory.pictures.example(network, seed)}
          onPicture={look}
        />
      </section>
      <section aria-labelledby="marked-title">
        <h2 id="marked-title">{title}</h2>
        {children}
        {marked !== undefined && (
          <>
            <Drawing svg={marked.svg} />
            <p class="visually-hidden" aria-live="polite" data-testid="found">
              {marked.found.length === 0 ? "nothing was found" : marked.found.join(", ")}
            </p>
          </>
        )}
      </section>
    </>
  );
}
