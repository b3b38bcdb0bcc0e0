import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Dashboard } from '../../../src/dashboards/index.ts';
import {
  DashboardCheck,
  DashboardVersion,
  DashboardVersions,
  KeptDashboard as KeptDashboardSchema,
} from '../../../src/server/schemas/index.ts';
import { call, callVoid } from './client.ts';

export type KeptDashboard = z.output<typeof KeptDashboardSchema>;

/** A dashboard as it is given to the server: as a form, or as YAML that is kept as it is written. */
export type GivenDashboard = { readonly dashboard: Dashboard } | { readonly yaml: string };

const key = ['dashboards'];

function path(id: string): string {
  return `/api/v1/dashboards/${encodeURIComponent(id)}`;
}

/** Keeps a new dashboard; 409 where its id is taken. */
export function useAddDashboard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: GivenDashboard) => call('POST', '/api/v1/dashboards', KeptDashboardSchema, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

/** Keeps a new version; 409 where `basedOn` is not the latest. */
export function useSaveDashboard(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: GivenDashboard & { readonly basedOn: number }) =>
      call('PUT', path(id), KeptDashboardSchema, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useDeleteDashboard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callVoid('DELETE', path(id)),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: [...key, id] });
      return client.invalidateQueries({ queryKey: key });
    },
  });
}

/** The versions of a dashboard, the latest first. */
export function useDashboardVersions(id: string) {
  return useQuery({
    queryKey: [...key, id, 'versions'],
    staleTime: 0,
    queryFn: async () => (await call('GET', `${path(id)}/versions`, DashboardVersions)).items,
  });
}

export function useDashboardVersion(id: string, version: number | undefined) {
  return useQuery({
    queryKey: [...key, id, 'versions', version],
    enabled: version !== undefined,
    queryFn: () => call('GET', `${path(id)}/versions/${version}`, DashboardVersion),
  });
}

/** What is wrong with a file, and what of it can be run. */
export function checkDashboard(yaml: string, signal: AbortSignal): Promise<z.output<typeof DashboardCheck>> {
  return call('POST', '/api/v1/dashboards/check', DashboardCheck, { body: { yaml }, signal });
}
