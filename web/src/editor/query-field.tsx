import { type ComponentType, type KeyboardEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import styles from './query-field.module.css';
import type { QueryEditorProps } from './query-editor.tsx';

/** The editor once it was fetched, for all fields after the first. */
let fetched: ComponentType<QueryEditorProps> | undefined;

async function fetchEditor(): Promise<ComponentType<QueryEditorProps>> {
  const { QueryEditor } = await import('./query-editor.tsx');
  fetched = QueryEditor;
  return QueryEditor;
}

/**
 * The query box: a plain text field until somebody comes to it, which fetches the editor. CodeMirror weighs as much as half of the
 * explorer, and who reads events does not need it.
 */
export function QueryField(props: QueryEditorProps) {
  const { value, label, placeholder, onChange, onRun } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const isFetching = useRef(false);
  const [editor, setEditor] = useState(fetched ? { Editor: fetched } : undefined);

  async function come(): Promise<void> {
    if (isFetching.current) return;
    isFetching.current = true;
    takeOver(await fetchEditor().finally(() => (isFetching.current = false)));
  }
  /** The editor goes on where one was typing, but not in the middle of a character that is put together. */
  function takeOver(Editor: ComponentType<QueryEditorProps>): void {
    const plain = field.current;
    if (!plain || plain.dataset['composing'] !== undefined) return;
    const { selectionStart: anchor, selectionEnd: head } = plain;
    const at = document.activeElement === plain ? { selection: { anchor, head } } : {};
    // At once: a key that is pressed meanwhile would go to the field, behind this place.
    flushSync(() => setEditor({ Editor, ...at }));
  }
  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    onRun();
  }
  if (editor) {
    const { Editor, ...at } = editor;
    return <Editor {...props} {...at} />;
  }
  return (
    <textarea
      ref={field}
      className={styles['plain']}
      data-query=""
      aria-label={label}
      placeholder={placeholder}
      rows={value.split('\n').length}
      spellCheck={false}
      autoCapitalize="none"
      value={value}
      onPointerEnter={() => void come()}
      onFocus={() => void come()}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onCompositionStart={(event) => (event.currentTarget.dataset['composing'] = '')}
      onCompositionEnd={(event) => {
        delete event.currentTarget.dataset['composing'];
        if (fetched) takeOver(fetched);
      }}
    />
  );
}
