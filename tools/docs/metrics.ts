import { type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';
import { createAlertMetrics } from '../../src/alert/metrics.ts';
import { createCollectMetrics } from '../../src/collect/metrics.ts';
import { createDeliveryMetrics } from '../../src/delivery/metrics.ts';
import { createForwardMetrics } from '../../src/forward/metrics.ts';
import { createIngestMetrics } from '../../src/server/index.ts';
import { code, page, table } from './markdown.ts';

/** The page docs/reference/metrics.md: what the server registers. */
export async function metricsPage(): Promise<string> {
  const registry = new Registry();
  createIngestMetrics(registry, {
    pendingEvents: () => 0,
    isRefusing: () => false,
    engineRestarts: () => 0,
    streamReads: () => 0,
    missingEvents: () => 0,
    quarantinedEvents: () => 0,
    waitingSeconds: () => 0,
    journalFailures: () => ({ write: 0, sync: 0, remove: 0, read: 0 }),
  });
  createAlertMetrics(registry, {
    alertInstances: { countFiringBySeverity: async () => new Map() },
    windowsLeft: () => 0,
  });
  createDeliveryMetrics(registry, { outbox: { depths: async () => new Map() } });
  createForwardMetrics(registry, async () => new Map());
  const agent = new Registry();
  createCollectMetrics(agent, { streams: () => [], now: () => 0, refusedPaths: () => 0 });
  return page(
    '# Metrics',
    "Made from the server's registry by `npm run docs`.",
    '`GET /metrics` answers in the text format of Prometheus. It needs an API token: one of the role `metrics`, which reads them and nothing else, or an administrator without limits; see [how to scrape it](../how-to/scrape-metrics.md). Names and labels are stable.',
    await metricsTable(registry),
    `Metrics of the process (\`process_…\`) and of Node (\`nodejs_…\`) are there as well, as \`prom-client\` names them.`,
    '## What to watch',
    whatToWatch(),
    '## Of the agent',
    '`whodunit collect` answers `GET /metrics` at the address of `--metrics-listen`, without a token. `path` is the live file of a log.',
    await metricsTable(agent),
    whatToWatchOfAgent(),
  );
}

function metricsTable(registry: Registry): Promise<string> {
  return registry.getMetricsAsJSON().then((metrics) =>
    table(
      ['Metric', 'Type', 'Labels', 'Meaning'],
      metrics
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .map((metric) => [code(metric.name), String(metric.type), labelsOf(registry, metric), metric.help]),
    ),
  );
}

function whatToWatch(): string {
  return table(
    ['Expression', 'Means'],
    [
      [code('whodunit_journal_pending_events > 100000'), 'The indexer does not keep up, or the engine is away.'],
      [code('whodunit_ingest_lag_seconds > 60'), 'New events are found late.'],
      [code('increase(whodunit_engine_restarts_total[1h]) > 0'), 'The engine died and was started again.'],
      [
        code('whodunit_store_missing_events > 0'),
        'Events that were stored are gone, as after damage to the disk; see [missing events](../how-to/recover-missing-events.md).',
      ],
      [
        code('increase(whodunit_ingest_events_total{outcome="rejected"}[1h]) > 0'),
        'Something sends what cannot be read; see [dead letters](../how-to/look-after-dead-letters.md).',
      ],
      [
        code('time() - whodunit_retention_last_success_timestamp_seconds > 86400'),
        'Events past their [retention](../how-to/manage-clusters.md#how-long-events-are-kept) are not being removed.',
      ],
      [
        code('sum by (cluster) (rate(whodunit_ingest_events_total[15m])) == 0'),
        'A cluster has gone silent. Its API server always has something to tell.',
      ],
      [
        code('whodunit_alert_evaluation_lag_seconds > 120'),
        'Rules look late at what was received: the engine is away or slow, or a rule is.',
      ],
      [
        code('increase(whodunit_alert_evaluations_total{outcome="failed"}[15m]) > 0'),
        'A rule cannot be evaluated; `whodunit alert runs NAME` says why.',
      ],
      [
        code('increase(whodunit_alert_deliveries_total{outcome="failed"}[1h]) > 0'),
        'A message was given up; see [what could not be sent](../how-to/look-after-alerts.md#what-could-not-be-sent).',
      ],
      [
        code('whodunit_forward_lag_seconds > 300'),
        'A destination does not take what is forwarded, or not fast enough.',
      ],
      [
        code('increase(whodunit_forward_events_total{outcome="rejected"}[1h]) > 0'),
        'A destination refuses events: `whodunit forward rejected NAME` says why.',
      ],
      [code('whodunit_alert_outbox_depth > 100'), 'A channel does not keep up, or is not reached.'],
    ],
  );
}

function whatToWatchOfAgent(): string {
  return table(
    ['Expression', 'Means'],
    [
      [code('increase(whodunit_collect_losses_total[1h]) > 0'), 'Something was gone before it was read.'],
      [
        code('whodunit_collect_lag_bytes > 100e6'),
        'The agent does not keep up, or the server is away or refuses; the log of the agent says which.',
      ],
      [code('time() - whodunit_collect_last_arrival_timestamp_seconds > 600'), 'Nothing got through for ten minutes.'],
    ],
  );
}

function labelsOf(registry: Registry, { name }: MetricObjectWithValues<MetricValue<string>>): string {
  const metric: unknown = registry.getSingleMetric(name);
  const names = typeof metric === 'object' && metric !== null && 'labelNames' in metric ? metric.labelNames : [];
  return Array.isArray(names) && names.length > 0 ? names.map((label) => code(String(label))).join(', ') : '–';
}
