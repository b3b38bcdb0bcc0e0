import { foundation } from './0001-foundation.ts';
import { deletedClusters } from './0002-deleted-clusters.ts';
import { limitsOnBodies } from './0003-limits-on-bodies.ts';
import { oneWordEach } from './0004-one-word-each.ts';
import { countedActivity } from './0005-counted-activity.ts';
import { metricsTokens } from './0006-metrics-tokens.ts';
import { sealedSecrets } from './0007-sealed-secrets.ts';
import { dashboards } from './0008-dashboards.ts';
import { alerts } from './0009-alerts.ts';
import { toldCauses } from './0010-told-causes.ts';
import { lifeOfClusters } from './0011-life-of-clusters.ts';
import { watchedApiServers } from './0012-watched-api-servers.ts';
import { fleets } from './0013-fleets.ts';
import { outboxSubjects } from './0014-outbox-subjects.ts';
import { forwarding } from './0015-forwarding.ts';
import { pausedForwarding } from './0016-paused-forwarding.ts';
import { redactedClusters } from './0017-redacted-clusters.ts';
import { cases } from './0018-cases.ts';
import { clusterNotes } from './0019-cluster-notes.ts';

/** The statements of each version, in order; the first brings an empty database to version 1. One that shipped never changes. */
export const migrations: readonly string[] = [
  foundation,
  deletedClusters,
  limitsOnBodies,
  oneWordEach,
  countedActivity,
  metricsTokens,
  sealedSecrets,
  dashboards,
  alerts,
  toldCauses,
  lifeOfClusters,
  watchedApiServers,
  fleets,
  outboxSubjects,
  forwarding,
  pausedForwarding,
  redactedClusters,
  cases,
  clusterNotes,
];
