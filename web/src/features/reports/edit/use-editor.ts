import { useCallback, useMemo, useState } from 'react';
import type { Dashboard } from '../../../../../src/dashboards/index.ts';
import { type History, redo, startHistory, step, undo } from '../../../lib/dashboard-edits/history.ts';

export type Edit = (dashboard: Dashboard) => Dashboard;

/** A dashboard while it is edited. */
export interface Editor {
  readonly dashboard: Dashboard;
  /** Whether there is something to save. */
  readonly isChanged: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Edits of the same `kind` in a row are undone together. */
  readonly edit: (edit: Edit, kind?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Goes back to what is kept, which can be undone. */
  readonly discard: () => void;
  /** Takes what was just kept for what there is no need to save. */
  readonly setKept: (kept: Dashboard) => void;
}

export function useEditor(first: Dashboard): Editor {
  const [history, setHistory] = useState<History<Dashboard>>(() => startHistory(first));
  const [kept, setKept] = useState(first);
  const { present, past, future } = history;
  const isChanged = useMemo(
    () => present !== kept && JSON.stringify(present) !== JSON.stringify(kept),
    [present, kept],
  );
  const edit = useCallback(
    (change: Edit, kind?: string) => setHistory((before) => step(before, change(before.present), kind)),
    [],
  );
  return {
    dashboard: present,
    isChanged,
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    edit,
    undo: useCallback(() => setHistory(undo), []),
    redo: useCallback(() => setHistory(redo), []),
    discard: () => edit(() => kept),
    setKept,
  };
}
