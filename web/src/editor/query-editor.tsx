import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  type CompletionSource,
  completionStatus,
  moveCompletionSelection,
  selectedCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewline } from '@codemirror/commands';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderText } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { Diagnostic } from '../../../src/base/index.ts';
import { styleNonce } from '../lib/theme/nonce.ts';
import { editorTheme } from './editor-theme.ts';
import { functionHover } from './function-hover.ts';
import { highlighting } from './highlighting.ts';
import { dropLateCompletion } from './late-completion.ts';
import { replaceSelection } from './replace-selection.ts';
import { toEditorDiagnostics } from './editor-diagnostics.ts';

export interface QueryEditorProps {
  readonly value: string;
  readonly label: string;
  readonly placeholder: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly language: 'en' | 'zh' | 'ja';
  readonly complete: CompletionSource;
  /** What is selected when it takes the focus at once; left out, it does not. */
  readonly selection?: { readonly anchor: number; readonly head: number };
  readonly onChange: (value: string) => void;
  readonly onRun: () => void;
}

/** The query box: one line that grows; Enter runs, Shift-Enter breaks the line, Tab takes a completion. */
export function QueryEditor(props: QueryEditorProps) {
  const { value, label, placeholder, diagnostics } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!host.current) return undefined;
    let typedAt = 0;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        ...(latest.current.selection ? { selection: latest.current.selection } : {}),
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, 'data-query': '', tabindex: '0' }),
          placeholderText(placeholder),
          history(),
          highlighting,
          functionHover(() => latest.current.language),
          editorTheme,
          replaceSelection,
          autocompletion({
            override: [(context) => latest.current.complete(context)],
            icons: false,
            // Enter runs what was typed; a suggestion is taken with Tab, or once an arrow key has chosen it.
            selectOnOpen: false,
            // Nothing is taken by a key that also writes text, so no moment after opening needs to be guarded.
            interactionDelay: 0,
            maxRenderedOptions: 60,
          }),
          dropLateCompletion,
          Prec.high(
            keymap.of([
              { key: 'Enter', run: (target) => runUnlessCompleting(target, () => latest.current.onRun()) },
              { key: 'Mod-Enter', run: () => (latest.current.onRun(), true) },
              { key: 'Shift-Enter', run: insertNewline },
              { key: 'Tab', run: (target) => takeSuggestion(target, performance.now() - typedAt) },
              { key: 'Escape', run: blurUnlessCompleting },
            ]),
          ),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            typedAt = performance.now();
            latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    if (latest.current.selection) editor.focus();
    return () => editor.destroy();
  }, [label, placeholder]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    // Diagnostics of an older text would mark the wrong places of this one.
    if (editor?.state.doc.toString() === value)
      editor.dispatch(setDiagnostics(editor.state, toEditorDiagnostics(diagnostics, value.length)));
  }, [diagnostics, value]);

  return <div ref={host} />;
}

function runUnlessCompleting(view: EditorView, run: () => void): boolean {
  if (completionStatus(view.state) === 'active' && selectedCompletion(view.state)) return false;
  closeCompletion(view);
  run();
  return true;
}

/** Suggestions take some time to come. A Tab that is meant for them must not leave the box, nor be held by ones that never come. */
const suggestionsMs = 500;

function takeSuggestion(view: EditorView, sinceTypedMs: number): boolean {
  const status = completionStatus(view.state);
  if (status === 'pending') return sinceTypedMs < suggestionsMs;
  if (status === null) return false;
  if (!selectedCompletion(view.state)) moveCompletionSelection(true)(view);
  return acceptCompletion(view);
}

function blurUnlessCompleting(view: EditorView): boolean {
  if (completionStatus(view.state)) return false;
  view.contentDOM.blur();
  return true;
}
