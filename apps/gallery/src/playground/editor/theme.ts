import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The editor in the colours of the app, light and dark alike. */
export const theme: Extension = [
  EditorView.theme({
    "&": { color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: "var(--text-small)" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
    ".cm-content": { caretColor: "var(--ink)", paddingBlock: "var(--space-2)" },
    ".cm-gutters": { color: "var(--muted)", backgroundColor: "var(--paper)", border: "0" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--surface)" },
    "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft)" },
    "& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "var(--accent-soft)" },
    ".cm-cursor": { borderLeftColor: "var(--ink)" },
    ".cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "none" },
    ".cm-tooltip": {
      color: "var(--ink)",
      backgroundColor: "var(--paper)",
      border: "1px solid var(--line)",
      borderRadius: "var(--radius-small)",
      maxWidth: "min(36rem, 90vw)",
    },
    ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
      color: "var(--ink)",
      backgroundColor: "var(--accent-soft)",
    },
    ".cm-lintRange-error": {
      backgroundImage: "none",
      textDecoration: "underline wavy var(--wrong) 1px",
      textUnderlineOffset: "0.25em",
    },
    ".cm-diagnostic-error": { borderLeftColor: "var(--wrong)", whiteSpace: "pre-wrap" },
    ".cm-lint-marker-error": { content: "none", width: "0.6em", height: "0.6em" },
    ".cm-lint-marker": { background: "var(--wrong)", borderRadius: "50%", marginBlock: "0.5em" },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.comment], color: "var(--muted)", fontStyle: "italic" },
      { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "var(--accent)" },
      { tag: [tags.string, tags.regexp], color: "var(--series-3)" },
      { tag: [tags.number, tags.bool, tags.null], color: "var(--series-2)" },
      { tag: [tags.typeName, tags.className], color: "var(--series-4)" },
    ]),
  ),
];
