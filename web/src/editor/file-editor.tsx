import type { CompletionSource } from '@codemirror/autocomplete';
import { Skeleton } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import styles from './file-editor.module.css';
import { fileFindings } from './file-findings.ts';
import { FindingList } from './finding-list.tsx';
import type { JudgedFile } from './use-judged-file.ts';

const YamlEditor = lazy(async () => ({ default: (await import('./yaml-editor.tsx')).YamlEditor }));

interface FileEditorProps {
  readonly label: string;
  readonly text: string;
  readonly judged: JudgedFile;
  /** Stays the same while the editor is there. */
  readonly complete: CompletionSource;
  readonly onChange: (text: string) => void;
}

/** A file of YAML in its editor, and below it what is to be said of it. */
export function FileEditor({ label, text, judged, complete, onChange }: FileEditorProps) {
  const { of, diagnostics } = judged;
  const findings = useMemo(() => fileFindings(of, diagnostics), [of, diagnostics]);
  return (
    <>
      <div className={styles['editor']}>
        <Suspense fallback={<Skeleton height="100%" aria-busy="true" />}>
          <YamlEditor
            value={text}
            label={label}
            findings={findings}
            marks={[]}
            complete={complete}
            onChange={onChange}
          />
        </Suspense>
      </div>
      <FindingList text={text} judged={judged} onChange={onChange} />
    </>
  );
}
