import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Dashboard, type Panel, textIn } from '../../../src/dashboards/index.ts';
import {
  DashboardAnswer,
  DashboardSummary,
  KeptDashboard as KeptDashboardSchema,
} from '../../../src/server/schemas/index.ts';
import { emptyDashboard } from '../lib/dashboard-edits/empty-dashboard.ts';
import { freshId } from '../lib/dashboard-edits/fresh-id.ts';
import { addPanel, freshPanelId, hasRoomForPanel } from '../lib/dashboard-edits/panels.ts';
import { withVariablesOf } from '../lib/dashboard-edits/variables.ts';
import { call } from './client.ts';
import { ApiError } from './error.ts';
import { fetchList } from './lists.ts';

/** A panel, and where it goes: into a dashboard that exists, or a new one with a title. */
export interface PanelToAdd {
  readonly panel: Omit<Panel, 'id'>;
  /** Those of the dashboard that it comes from. What the panel uses of them comes with it. */
  readonly variables: Dashboard['variables'];
  readonly language: string;
  readonly into: { readonly id: string } | { readonly title: string };
}

/** How often somebody else may save in between. */
const attempts = 4;

/** Adds a panel at the end of a dashboard; the answer is the dashboard's id, or `full` where it has no room. */
export function useAddToDashboard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (added: PanelToAdd) =>
      'id' in added.into ? append(added.into.id, added) : create(added.into.title, added),
    onSuccess: () => client.invalidateQueries({ queryKey: ['dashboards'] }),
  });
}

type Added = { readonly id: string } | 'full';

async function append(id: string, added: PanelToAdd): Promise<Added> {
  const path = `/api/v1/dashboards/${encodeURIComponent(id)}`;
  for (let attempt = 1; ; attempt += 1) {
    const { dashboard, version } = await call('GET', path, DashboardAnswer);
    if (!hasRoomForPanel(dashboard)) return 'full';
    const body = { dashboard: withPanel(dashboard, added), basedOn: version };
    try {
      await call('PUT', path, KeptDashboardSchema, { body });
      return { id };
    } catch (error) {
      // A panel more does no harm to what somebody else has saved meanwhile.
      if (!(error instanceof ApiError && error.status === 409 && attempt < attempts)) throw error;
    }
  }
}

async function create(title: string, added: PanelToAdd): Promise<Added> {
  const taken = await fetchList('/api/v1/dashboards', DashboardSummary);
  const id = freshId(title, new Set(taken.map((other) => other.id)), 'dashboard');
  const dashboard = withPanel({ ...emptyDashboard(title, added.language), id }, added);
  await call('POST', '/api/v1/dashboards', KeptDashboardSchema, { body: { dashboard } });
  return { id };
}

function withPanel(dashboard: Dashboard, { panel, variables, language }: PanelToAdd): Dashboard {
  const id = freshPanelId(dashboard, textIn(panel.title, language));
  return addPanel(withVariablesOf(dashboard, panel, variables), { ...panel, id });
}
