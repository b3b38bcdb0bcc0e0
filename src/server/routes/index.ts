import type { Route } from '../http/route.ts';
import { accountRoutes } from './accounts.ts';
import { alertHistoryRoutes } from './alert-history.ts';
import { alertRuleRoutes } from './alert-rules.ts';
import { caseRoutes } from './cases.ts';
import { channelRoutes } from './channels.ts';
import { alertTestRoutes } from './alert-tests.ts';
import { clusterRoutes } from './clusters.ts';
import { completenessRoutes } from './completeness.ts';
import { dashboardRoutes } from './dashboards.ts';
import { destinationRoutes } from './destinations.ts';
import { deliveryRoutes } from './deliveries.ts';
import { exportRoutes } from './export.ts';
import { facetRoutes } from './facets.ts';
import { historyRoutes } from './history.ts';
import { legalHoldRoutes } from './legal-holds.ts';
import { markRoutes } from './marks.ts';
import { inboxRoutes } from './inbox.ts';
import { ingestRoutes } from './ingest.ts';
import { metricsSourceRoutes } from './metrics-sources.ts';
import { notificationRoutes } from './notification.ts';
import { operationRoutes } from './operations.ts';
import { patternRoutes } from './patterns.ts';
import { policyRoutes } from './policy.ts';
import { quarantineRoutes } from './quarantine.ts';
import { projectRoutes } from './projects.ts';
import { queryRoutes } from './query.ts';
import { reportScheduleRoutes } from './report-schedules.ts';
import { savedQueryRoutes } from './saved-queries.ts';
import { sessionRoutes } from './session.ts';
import { setupRoutes } from './setup.ts';
import { storageRoutes } from './storage.ts';
import { tailRoutes } from './tail.ts';

/** Every call of the API. */
export function allRoutes(): readonly Route[] {
  return [
    ...ingestRoutes(),
    ...queryRoutes(),
    ...facetRoutes(),
    ...historyRoutes(),
    ...patternRoutes(),
    ...tailRoutes(),
    ...exportRoutes(),
    ...dashboardRoutes(),
    ...alertRuleRoutes(),
    ...alertHistoryRoutes(),
    ...alertTestRoutes(),
    ...channelRoutes(),
    ...deliveryRoutes(),
    ...destinationRoutes(),
    ...inboxRoutes(),
    ...reportScheduleRoutes(),
    ...clusterRoutes(),
    ...setupRoutes(),
    ...completenessRoutes(),
    ...metricsSourceRoutes(),
    ...legalHoldRoutes(),
    ...markRoutes(),
    ...projectRoutes(),
    ...storageRoutes(),
    ...sessionRoutes(),
    ...accountRoutes(),
    ...savedQueryRoutes(),
    ...caseRoutes(),
    ...notificationRoutes(),
    ...policyRoutes(),
    ...operationRoutes(),
    ...quarantineRoutes(),
  ];
}
