import { Tabs } from "../design/tabs.js";
import { hrefOf, replaceAddress } from "../frame/address.js";
import type { PageProps } from "../frame/page.js";
import { PictureLesson } from "./pictures/picture-lesson.js";
import type { SampleKind } from "./sample.js";
import { SoundLesson } from "./sounds/sound-lesson.js";
import "./teach.css";

const tabs = [
  { name: "pictures", title: "Pictures" },
  { name: "sounds", title: "Sounds" },
] as const satisfies readonly { readonly name: SampleKind; readonly title: string }[];

/** `#/teach`, `#/teach?kind=sounds`: a network learns what its user shows it, or says. */
export function TeachPage({ address, laboratory, isOpen }: PageProps) {
  const kind: SampleKind = address.query.get("kind") === "sounds" ? "sounds" : "pictures";
  const Lesson = { pictures: PictureLesson, sounds: SoundLesson }[kind];
  return (
    <>
      <h1>Teach it your own things</h1>
      <p class="lead">
        Show a network two things or more, or say two words: it learns to tell them in a few seconds. All of it happens
        in this page, offline too, and nothing that you show or say leaves this machine.
      </p>
      <Tabs
        label="What it learns by"
        tabs={tabs}
        selected={kind}
        onSelect={(name) => replaceAddress(hrefOf("teach", [], { kind: name }))}
      >
        <Lesson key={kind} laboratory={laboratory} isOpen={isOpen} />
      </Tabs>
    </>
  );
}
