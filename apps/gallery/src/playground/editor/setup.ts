import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { theme } from "./theme.js";

/** What the compiler knows of places in the file that is edited. */
export interface Knowledge {
  describe(position: number): Promise<{ readonly type: string; readonly comment: string } | undefined>;
  completions(position: number): Promise<readonly { readonly name: string; readonly kind: string }[]>;
}

/** An editor of TypeScript. Escape, then Tab, leaves it by keyboard. */
export function setup(knowledge: Knowledge, onChange: (text: string) => void): Extension {
  return [
    lineNumbers(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("  "),
    bracketMatching(),
    closeBrackets(),
    javascript({ typescript: true }),
    theme,
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
    // Editable content is reached by keyboard anyway; what checks pages looks for the attribute.
    EditorView.contentAttributes.of({ "aria-label": "TypeScript of the network", spellcheck: "false", tabindex: "0" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
    autocompletion({
      override: [
        async (context) => {
          const word = context.matchBefore(/[\w$]*/);
          const isAsked = context.explicit || context.matchBefore(/[\w$.]$/) !== null;
          if (word === null || !isAsked) return null;
          const found = await knowledge.completions(context.pos);
          const options = found.map(({ name, kind }) => ({ label: name, type: completionType(kind) }));
          return { from: word.from, options, validFor: /^[\w$]*$/ };
        },
      ],
    }),
    hoverTooltip(async (_, position) => {
      const found = await knowledge.describe(position);
      if (found === undefined) return null;
      return { pos: position, above: true, create: () => ({ dom: description(found) }) };
    }),
  ];
}

/** CodeMirror's name for a kind of TypeScript's, which decides the icon. */
function completionType(kind: string): string {
  const types: Readonly<Record<string, string>> = {
    const: "constant",
    let: "variable",
    var: "variable",
    alias: "variable",
  };
  return types[kind] ?? kind;
}

function description({ type, comment }: { readonly type: string; readonly comment: string }): HTMLElement {
  const element = document.createElement("div");
  element.className = "playground-hover";
  const code = document.createElement("code");
  code.textContent = type;
  const text = document.createElement("p");
  text.textContent = comment;
  element.append(code, ...(comment === "" ? [] : [text]));
  return element;
}
