import type { ComponentChildren } from "preact";
import "./file-button.css";

interface FileButtonProps {
  /** What kinds of files: `"image/*"`, `".wav"`. */
  readonly accept: string;
  readonly disabled?: boolean;
  readonly onFile: (file: File) => void;
  readonly children: ComponentChildren;
}

/** A button that opens a file; the same one may be opened again. */
export function FileButton({ accept, disabled = false, onFile, children }: FileButtonProps) {
  return (
    <label class={`button file-button${disabled ? " disabled" : ""}`}>
      {children}
      <input
        class="visually-hidden"
        type="file"
        accept={accept}
        disabled={disabled}
        onClick={(event) => (event.currentTarget.value = "")}
        onChange={({ currentTarget: { files } }) => files?.[0] && onFile(files[0])}
      />
    </label>
  );
}
