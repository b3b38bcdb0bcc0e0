import { useMemo, useState } from 'react';
import { usePreferences } from '../../../lib/preferences.ts';
import type { EventItem } from '../use-log.ts';
import { type Fold, type ListRow, listRows } from './list-rows.ts';

export interface ListRows {
  readonly rows: readonly ListRow[];
  /** Folds what is unfolded, and the other way round. */
  readonly onFold: (fold: Fold) => void;
}

/** The rows of a list: stages folded, and what is alike grouped unless the reader wants each by itself. */
export function useListRows(items: readonly EventItem[]): ListRows {
  const [{ groupsAlike }] = usePreferences();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => listRows(items, groupsAlike, open), [items, groupsAlike, open]);
  const onFold = ({ isOpen, keys }: Fold): void => {
    const next = new Set(open);
    for (const key of keys) {
      if (isOpen) next.delete(key);
      else next.add(key);
    }
    setOpen(next);
  };
  return { rows, onFold };
}
