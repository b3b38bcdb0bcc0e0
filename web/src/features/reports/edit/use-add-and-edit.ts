import { useNavigate } from '@tanstack/react-router';
import type { Dashboard } from '../../../../../src/dashboards/index.ts';
import { useDashboards } from '../../../api/dashboards.ts';
import { useAddDashboard } from '../../../api/own-dashboards.ts';
import { freshId } from '../../../lib/dashboard-edits/fresh-id.ts';

/** Keeps a new dashboard under an id that is free, and goes where it is edited. */
export function useAddAndEdit() {
  const navigate = useNavigate();
  const all = useDashboards();
  const add = useAddDashboard();
  return {
    isPending: add.isPending || all.isPending,
    error: add.error,
    add: (title: string, dashboard: Omit<Dashboard, 'id'>) => {
      const id = freshId(title, new Set((all.data ?? []).map((other) => other.id)), 'dashboard');
      add.mutate(
        { dashboard: { ...dashboard, id } },
        { onSuccess: () => void navigate({ to: '/reports/$id/edit', params: { id }, search: true }) },
      );
    },
  };
}
