import { setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, type Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "preact/hooks";
import type { Place, Problem } from "../program/problem.js";
import type { Program } from "../program/program.js";
import { setup, type Knowledge } from "./setup.js";

interface CodeEditorProps {
  readonly program: Program;
  /** Another number where the program is another one, whose files begin anew. */
  readonly edition: number;
  readonly file: string;
  readonly problems: readonly Problem[];
  /** Where the cursor is to go; a new object each time. */
  readonly target: Place | undefined;
  readonly onChange: (file: string, text: string) => void;
  readonly knowledge: (file: string) => Knowledge;
}

/** Edits one file at a time; each keeps its cursor and its history. */
export function CodeEditor(props: CodeEditorProps) {
  const { program, edition, file, problems, target } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const states = useRef(new Map<string, EditorState>());
  const shown = useRef<string>(undefined);
  // The editor outlives what it was made with.
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    view.current = new EditorView({ parent: place.current! });
    return () => view.current?.destroy();
  }, []);
  useEffect(() => {
    states.current.clear();
    shown.current = undefined;
  }, [edition]);
  useEffect(() => {
    if (shown.current !== undefined) states.current.set(shown.current, view.current!.state);
    view.current!.setState(states.current.get(file) ?? newState(file));
    shown.current = file;
  }, [edition, file]);
  useEffect(() => {
    const { state } = view.current!;
    view.current!.dispatch(setDiagnostics(state, diagnosticsOf(problems, file, state.doc)));
  }, [problems, edition, file]);
  useEffect(() => {
    if (target?.file !== file) return;
    const position = positionOf(target, view.current!.state.doc);
    view.current!.dispatch({
      selection: { anchor: position },
      effects: EditorView.scrollIntoView(position, { y: "center" }),
    });
    view.current!.focus();
  }, [target, file]);

  const newState = (name: string) =>
    EditorState.create({
      doc: program.files[name] ?? "",
      extensions: setup(
        {
          describe: (position) => latest.current.knowledge(name).describe(position),
          completions: (position) => latest.current.knowledge(name).completions(position),
        },
        (text) => latest.current.onChange(name, text),
      ),
    });
  return <div class="playground-editor" ref={place} />;
}

function diagnosticsOf(problems: readonly Problem[], file: string, text: Text): Diagnostic[] {
  return problems.flatMap(({ place, length, message }): Diagnostic[] => {
    if (place?.file !== file || place.line > text.lines) return [];
    const line = text.line(place.line);
    const indented = line.from + (/^\s*/.exec(line.text)?.[0].length ?? 0);
    const from = length === undefined ? indented : positionOf(place, text);
    const to = length === undefined ? line.to : Math.min(from + Math.max(length, 1), text.length);
    return [{ from: Math.min(from, to), to, severity: "error", message }];
  });
}

function positionOf({ line, column }: Place, text: Text): number {
  const { from, to } = text.line(Math.min(Math.max(line, 1), text.lines));
  return Math.min(from + column - 1, to);
}
