import type { ComponentChildren } from "preact";
import { FilesButton } from "../design/file-button.js";
import type { Classes } from "./use-classes.js";
import { SampleView } from "./sample-view.js";
import type { SampleKind, TaughtClass } from "./sample.js";

interface ClassSectionProps {
  readonly kind: SampleKind;
  readonly one: TaughtClass;
  readonly classes: Classes;
  /** What takes samples from the camera or the microphone. */
  readonly children: ComponentChildren;
}

const accepted = { pictures: "image/png,image/jpeg", sounds: "audio/wav,.wav" } as const;

/** One class: its name, how samples are taken, and those that were. */
export function ClassSection({ kind, one, classes, children }: ClassSectionProps) {
  const { id, name, samples } = one;
  const add = async (files: readonly File[]) => {
    for (const file of files) await classes.addSample(id, file);
  };
  return (
    <section class="taught-class" aria-label={name} data-testid="class" data-count={samples.length}>
      <div class="class-head">
        <input
          aria-label="Name of the class"
          value={name}
          maxLength={40}
          onInput={(event) => classes.rename(id, event.currentTarget.value)}
        />
        <span class="muted small">{samples.length === 1 ? "1 sample" : `${samples.length} samples`}</span>
        {classes.all.length > 2 && (
          <button type="button" class="plain small" onClick={() => classes.removeClass(id)}>
            Remove
          </button>
        )}
      </div>
      <div class="row">
        {children}
        <FilesButton opens="files" accept={accepted[kind]} onFiles={(files) => void add(files)}>
          Add files
        </FilesButton>
      </div>
      {samples.length > 0 && (
        <ul class="samples">
          {samples.map((sample, index) => (
            <li key={sample.id}>
              <button
                type="button"
                aria-label={`Remove sample ${index + 1} of ${name}`}
                title="Remove"
                onClick={() => classes.removeSample(id, sample.id)}
              >
                <SampleView kind={kind} file={sample.file} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
