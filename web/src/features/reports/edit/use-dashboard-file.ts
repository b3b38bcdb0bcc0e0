import { useQuery } from '@tanstack/react-query';
import type { Dashboard } from '../../../../../src/dashboards/index.ts';

/** A dashboard as YAML; undefined while the writer is loaded. */
export function useDashboardFile(dashboard: Dashboard): string | undefined {
  const { data } = useQuery({
    queryKey: ['dashboard-file', dashboard],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async () => (await import('../../../editor/dashboard-file.ts')).writeDashboard(dashboard),
  });
  return data;
}
