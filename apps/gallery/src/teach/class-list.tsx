import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { FilesButton } from "../design/file-button.js";
import { Notice } from "../design/notice.js";
import { byFolder, droppedFiles, type PlacedFile } from "./by-folder.js";
import { ClassSection } from "./class-section.js";
import type { SampleKind, TaughtClass } from "./sample.js";
import type { Classes } from "./use-classes.js";

interface ClassListProps {
  readonly kind: SampleKind;
  readonly classes: Classes;
  readonly isOpen: boolean;
  /** What takes samples of a class. */
  children(one: TaughtClass): ComponentChildren;
}

/** All classes; folders that are dropped here are classes too. */
export function ClassList({ kind, classes, isOpen, children }: ClassListProps) {
  const [isOver, setIsOver] = useState(false);
  /** A folder goes into the class of its name, or into one that has no samples yet, or into a new one. */
  const addFolders = async (files: readonly PlacedFile[]) => {
    const free = classes.all.filter(({ samples }) => samples.length === 0).map(({ id }) => id);
    for (const [name, inside] of byFolder(files)) {
      const id = classes.all.find((one) => one.name === name)?.id ?? free.shift() ?? classes.addClass(name);
      classes.rename(id, name);
      for (const file of inside) await classes.addSample(id, file);
    }
  };
  return (
    <section
      aria-labelledby="classes-title"
      class="classes"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        if (isOpen && event.dataTransfer !== null) void droppedFiles(event.dataTransfer.items).then(addFolders);
      }}
    >
      <h2 id="classes-title">Name</h2>
      {classes.all.map((one) => (
        <ClassSection key={one.id} kind={kind} one={one} classes={classes}>
          {children(one)}
        </ClassSection>
      ))}
      <p class="row">
        <button type="button" onClick={() => classes.addClass()}>
          Add a class
        </button>
        <FilesButton
          opens="folder"
          disabled={!isOpen}
          onFiles={(files) => void addFolders(files.map((file) => ({ path: file.webkitRelativePath, file })))}
        >
          Open a folder of folders
        </FilesButton>
        <span class="muted small">or drop folders here: each is a class</span>
      </p>
      {classes.problem !== "" && <Notice kind="problem">{classes.problem}</Notice>}
    </section>
  );
}
