import type { Route } from '../http/route.ts';
import { accountRoutes } from './accounts.ts';
import { clusterRoutes } from './clusters.ts';
import { dashboardRoutes } from './dashboards.ts';
import { exportRoutes } from './export.ts';
import { facetRoutes } from './facets.ts';
import { ingestRoutes } from './ingest.ts';
import { operationRoutes } from './operations.ts';
import { policyRoutes } from './policy.ts';
import { quarantineRoutes } from './quarantine.ts';
import { queryRoutes } from './query.ts';
import { savedQueryRoutes } from './saved-queries.ts';
import { sessionRoutes } from './session.ts';
import { tailRoutes } from './tail.ts';

/** Every call of the API. */
export function allRoutes(): readonly Route[] {
  return [
    ...ingestRoutes(),
    ...queryRoutes(),
    ...facetRoutes(),
    ...tailRoutes(),
    ...exportRoutes(),
    ...dashboardRoutes(),
    ...clusterRoutes(),
    ...sessionRoutes(),
    ...accountRoutes(),
    ...savedQueryRoutes(),
    ...policyRoutes(),
    ...operationRoutes(),
    ...quarantineRoutes(),
  ];
}
