import { element, Markup } from "./markup.js";

/** Colours of what carries a class (`paint`), for readers who prefer dark pages; inside a drawing that is a file of its own. */
export const darkScheme = element(
  "style",
  {},
  new Markup(
    "@media (prefers-color-scheme:dark){.bz-ink{fill:#e6e9ec}.bz-muted{fill:#9aa5b1}.bz-paper{fill:#14181c}" +
      ".bz-line{stroke:#8a96a3}.bz-grid{stroke:#323a43}.bz-wrong{fill:#fb923c}}",
  ),
);
