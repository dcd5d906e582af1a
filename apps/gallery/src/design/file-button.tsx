import type { ComponentChildren } from "preact";
import "./file-button.css";

interface FilesButtonProps {
  /** What is opened: several files, or a folder with all that is in it. */
  readonly opens: "file" | "files" | "folder";
  /** What kinds of files: `"image/*"`, `".wav"`; all by default. */
  readonly accept?: string;
  readonly disabled?: boolean;
  /** Those of a folder have a `webkitRelativePath`. */
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ComponentChildren;
}

/** A button that opens files; the same ones may be opened again. */
export function FilesButton({ opens, accept, disabled = false, onFiles, children }: FilesButtonProps) {
  return (
    <label class={`button file-button${disabled ? " disabled" : ""}`}>
      {children}
      <input
        class="visually-hidden"
        type="file"
        accept={accept}
        multiple={opens === "files"}
        // What browsers call it that can open folders.
        {...{ webkitdirectory: opens === "folder" }}
        disabled={disabled}
        onClick={(event) => (event.currentTarget.value = "")}
        onChange={({ currentTarget: { files } }) => onFiles(Array.from(files ?? []))}
      />
    </label>
  );
}

type FileButtonProps = Pick<FilesButtonProps, "accept" | "disabled" | "children"> & {
  readonly onFile: (file: File) => void;
};

/** A button that opens one file. */
export function FileButton({ onFile, ...props }: FileButtonProps) {
  return <FilesButton {...props} opens="file" onFiles={([file]) => file && onFile(file)} />;
}
