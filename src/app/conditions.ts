import { localAdmin } from '../access/index.ts';
import {
  type Condition,
  apiServerGaps,
  deadEngine,
  droppedEvents,
  failingChannels,
  failingDestinations,
  fullQuotas,
  missingEvents,
  quarantined,
  refusing,
  silentClusters,
} from '../alert/index.ts';
import type { Analysis } from '../analysis/index.ts';
import type { Delivery } from '../delivery/index.ts';
import type { RunningEngine } from '../engine/index.ts';
import type { Forwarding } from '../forward/index.ts';
import type { Monitor } from '../monitor/index.ts';
import type { Clock } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import type { Integrity } from '../store/index.ts';
import type { IngestParts } from './ingest.ts';

interface ConditionSources extends Pick<IngestParts, 'refusal' | 'quarantine' | 'intake'> {
  readonly records: Records;
  readonly analysis: Pick<Analysis, 'clusterActivity'>;
  readonly engine: Pick<RunningEngine, 'isReady'>;
  readonly integrity: Pick<Integrity, 'losses'>;
  readonly delivery: Pick<Delivery, 'failures'>;
  readonly forwarding: Pick<Forwarding, 'failures' | 'lags'>;
  readonly monitor: Pick<Monitor, 'apiServers'>;
  readonly clock: Clock;
}

/** What may be wrong with the server itself, besides its rules. */
export function composeConditions(sources: ConditionSources): readonly Condition[] {
  const { records, analysis, engine, integrity, refusal, quarantine, intake, delivery, forwarding, monitor, clock } =
    sources;
  return [
    deadEngine(() => engine.isReady()),
    refusing(() => refusal.reason()),
    fullQuotas({ records, full: () => intake.full() }),
    missingEvents(() => integrity.losses()),
    quarantined(() => quarantine.list().reduce((sum, { events }) => sum + events, 0)),
    silentClusters({
      records,
      clock,
      isReady: () => engine.isReady(),
      activity: (signal) => analysis.clusterActivity({ caller: localAdmin, signal }),
    }),
    apiServerGaps({ records, gaps: () => monitor.apiServers.gaps() }),
    droppedEvents({ records, clock }),
    failingChannels({ records, clock, failures: () => delivery.failures() }),
    failingDestinations({
      records,
      clock,
      failures: () => forwarding.failures(),
      lags: () => forwarding.lags(),
    }),
  ];
}
