// The editor of the submission form: Python in colours, findings on their lines, and the text area that it stands for.
//
// It lives in a shadow root, where CodeMirror adopts its style sheets by script, so that the site's content security
// policy need not allow any style in markup. The colours are the custom properties of site.css, which reach in here.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.self, tags.bool, tags.null], color: "var(--keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--string)" },
  { tag: tags.comment, color: "var(--comment)", fontStyle: "italic" },
  { tag: tags.number, color: "var(--number)" },
  { tag: [tags.definition(tags.function(tags.variableName)), tags.definition(tags.className)], color: "var(--name)" },
  { tag: tags.meta, color: "var(--name)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--code-ink)", backgroundColor: "var(--surface)", height: "100%" },
  "&.cm-focused": { outline: "none" }, // around the whole, by site.css
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: "0.875rem", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: "0.6rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--ink-soft)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 5%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "6px",
    maxWidth: "min(34rem, 90vw)", fontFamily: "var(--sans)", fontSize: "0.9rem",
  },
  ".cm-diagnostic": { padding: "0.5rem 0.75rem", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--accent)" },
  ".cm-lint-marker": { width: "0.65em", height: "0.65em", marginBlock: "0.45em", borderRadius: "50%" },
  ".cm-lint-marker-error": { content: "none", backgroundColor: "var(--bad)" },
  ".cm-lint-marker-info": { content: "none", border: "2px solid var(--accent)" },
  ".cm-lintRange-error": { backgroundImage: "none", borderBottom: "2px solid var(--bad)" },
  ".cm-lintRange-info": { backgroundImage: "none", borderBottom: "2px dotted var(--accent)" },
});

// Puts an editor in the place of `area`, which stays the form's field and always holds what the editor shows.
// Tab moves on until something was typed; Escape lets it move on again, so the keyboard is never caught.
export function open(area, { label, onSubmit, onChange }) {
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  area.after(host);
  const tabs = new Compartment();
  let indents = false;
  const setIndents = (wanted) => {
    if (wanted === indents) return;
    indents = wanted;
    view.dispatch({ effects: tabs.reconfigure(wanted ? keymap.of([indentWithTab]) : []) });
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), highlightSpecialChars(), history(),
        drawSelection(), indentOnInput(), bracketMatching(), python(), indentUnit.of("    "), lintGutter(),
        EditorState.tabSize.of(4), syntaxHighlighting(colours), look, tabs.of([]), EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
        keymap.of([
          { key: "Mod-Enter", run: () => { onSubmit(); return true; } },
          { key: "Escape", run: () => { const was = indents; setIndents(false); return was; } },
          ...lintKeymap, ...defaultKeymap, ...historyKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = update.state.doc.toString();
          onChange();
        }),
        EditorView.domEventHandlers({
          keydown: (event) => { if (event.key.length === 1 || event.key === "Enter") queueMicrotask(() => setIndents(true)); },
          blur: () => setIndents(false),
        }),
      ],
    }),
  });
  area.hidden = true;
  return {
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    mark(findings) {
      view.dispatch(setDiagnostics(view.state, findings.flatMap((each) => diagnostic(view.state.doc, each))));
    },
    go(number) {
      const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
      view.focus();
    },
    focus() { view.focus(); },
  };
}

// Columns are counted from 1, as in the report. A line that is not there any more is not marked.
function diagnostic(doc, { line, column, end_line, end_column, severity, message, hint }) {
  if (!line || line > doc.lines) return [];
  const first = doc.line(line);
  const last = end_line && end_line <= doc.lines ? doc.line(end_line) : first;
  const within = (each, number, other) => (number ? Math.min(each.from + number - 1, each.to) : other);
  const from = within(first, column, first.from + first.text.length - first.text.trimStart().length);
  const to = Math.max(from, within(last, end_column, last.to));
  return [{ from, to, severity: severity === "error" ? "error" : "info", message: hint ? `${message}\n${hint}` : message }];
}
