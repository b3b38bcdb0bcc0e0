import { useState } from 'react';
import type { DashboardAnswer } from '../../../api/dashboards.ts';
import { ApiError } from '../../../api/error.ts';
import { useSaveDashboard } from '../../../api/own-dashboards.ts';
import type { Editor } from './use-editor.ts';

/** Keeping what is edited as the next version of a dashboard. */
export interface Keeping {
  readonly isSaving: boolean;
  /** What the server has against it, but that somebody else was faster. */
  readonly problem: Error | null;
  readonly isConflict: boolean;
  /** Saves over the version that was opened or saved last, or over a given one. */
  readonly save: (basedOn?: number) => void;
  readonly closeConflict: () => void;
}

export function useKeeping({ id, version }: Pick<DashboardAnswer, 'id' | 'version'>, editor: Editor): Keeping {
  const [latest, setLatest] = useState(version ?? 1);
  const { mutate, reset, error, isPending } = useSaveDashboard(id);
  const isConflict = error instanceof ApiError && error.status === 409;
  return {
    isSaving: isPending,
    problem: isConflict ? null : error,
    isConflict,
    save: (basedOn = latest) => {
      const { dashboard } = editor;
      mutate(
        { dashboard, basedOn },
        {
          onSuccess: (kept) => {
            setLatest(kept.version);
            editor.setKept(dashboard);
          },
        },
      );
    },
    closeConflict: reset,
  };
}
