import { autocompletion, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { styleNonce } from '../lib/theme/nonce.ts';
import { editorTheme } from './editor-theme.ts';
import { dropLateCompletion } from './late-completion.ts';
import { type LineMark, lineMarks, setLineMarks } from './line-marks.ts';
import { replaceSelection } from './replace-selection.ts';
import { yamlHighlighting } from './yaml-highlighting.ts';

/** Diagnostics, and the text whose places they name: they are found after a pause, when another may be shown already. */
export interface EditorFindings {
  readonly of: string;
  readonly diagnostics: readonly Diagnostic[];
}

interface YamlEditorProps {
  readonly value: string;
  readonly label: string;
  readonly findings: EditorFindings;
  /** Lines that stand out: the deciding rule, rules that nothing reaches. */
  readonly marks: readonly LineMark[];
  /** Stays the same while the editor is there. */
  readonly complete: CompletionSource;
  readonly onChange: (value: string) => void;
}

/** An editor for a file of YAML, findings in its margin. */
export function YamlEditor(props: YamlEditorProps) {
  const { value, label, findings, marks } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!host.current) return undefined;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          EditorView.theme({ '&': { height: '100%' }, '.cm-scroller': { maxHeight: 'none', overflow: 'auto' } }),
          lineNumbers(),
          lintGutter(),
          history(),
          yaml(),
          yamlHighlighting,
          indentOnInput(),
          bracketMatching(),
          autocompletion({ override: [latest.current.complete], icons: false }),
          dropLateCompletion,
          lineMarks,
          editorTheme,
          replaceSelection,
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    // Findings of an older text would point past the end of this one.
    if (editor?.state.doc.toString() === findings.of)
      editor.dispatch(setDiagnostics(editor.state, findings.diagnostics));
  }, [findings]);

  useEffect(() => {
    view.current?.dispatch({ effects: setLineMarks.of(marks) });
    const lit = marks.find((mark) => mark.kind === 'lit');
    const editor = view.current;
    if (!lit || !editor || lit.from > editor.state.doc.lines) return;
    editor.dispatch({ effects: EditorView.scrollIntoView(editor.state.doc.line(lit.from).from, { y: 'center' }) });
  }, [marks]);

  return <div ref={host} style={{ height: '100%' }} />;
}
