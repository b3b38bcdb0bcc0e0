import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import type { Json } from '../../../api/json.ts';
import type { PanelView } from './panel-view.ts';
import { eventsBehind, explorerAt } from './row-of.ts';

/** Opens the events behind a row, on a click with Ctrl or Cmd held. */
export function useOpenEvents({ report, panel, columns }: Pick<PanelView, 'report' | 'panel' | 'columns'>) {
  const navigate = useNavigate();
  return (event: Pick<MouseEvent, 'ctrlKey' | 'metaKey'>, row: readonly (Json | undefined)[]): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    const query = eventsBehind(report, panel, columns, row);
    if (query !== undefined) void navigate(explorerAt(report, query));
  };
}
