import type { Command } from 'commander';
import { z } from 'zod';
import { ApiServer, Cluster, Completeness, MetricsSource } from '../../../server/schemas/index.ts';
import { clusterPath } from '../../api/named-path.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';

const ApiServers = z.looseObject({ items: z.array(ApiServer) });
const MetricsSources = z.looseObject({ items: z.array(MetricsSource) });

interface ShowOptions {
  readonly from: string;
  readonly to: string;
}

/** Adds `cluster show`. */
export function registerShow(group: Command): void {
  group
    .command('show')
    .description('a cluster with its API servers, and how complete the record of a period is')
    .argument('<name>')
    .option('--from <time>', 'begin of the period', '-24h')
    .option('--to <time>', 'end of the period', 'now')
    .action(async (name: string, { from, to }: ShowOptions, self: Command) => {
      const client = await connect(self);
      const path = clusterPath(name);
      const cluster = await client.call({ path }, Cluster);
      const { items: apiServers } = await client.call({ path: `${path}/api-servers` }, ApiServers);
      const { items: metricsSources } = await client.call({ path: `${path}/metrics-sources` }, MetricsSources);
      const query = new URLSearchParams({ from, to });
      const completeness = await client.call({ path: `${path}/completeness`, query }, Completeness);
      const answer = { ...cluster, apiServers, metricsSources, completeness };
      outputOf(self).answer(answer, () => textOf(answer));
    });
}

interface Shown extends z.output<typeof Cluster> {
  readonly apiServers: readonly z.output<typeof ApiServer>[];
  readonly metricsSources: readonly z.output<typeof MetricsSource>[];
  readonly completeness: z.output<typeof Completeness>;
}

function textOf({ apiServers, metricsSources, completeness, ...cluster }: Shown): string {
  const { name, project, kind, status, retentionDays, logstore } = cluster;
  const head = `cluster ${name} in project ${project}: ${kind}, ${status}, events kept for ${retentionDays} days in ${logstore}`;
  return [head, `complete: ${completenessText(completeness)}`, '', serversText(apiServers, metricsSources)].join('\n');
}

const reasons: Readonly<Record<NonNullable<Shown['completeness']['reason']>, string>> = {
  'no-basis': 'no metrics of API servers are read, and no agent reports',
  'too-few-samples': 'it was not counted at two times within the period',
  'nothing-expected': 'nothing was counted within the period',
  'more-stored-than-expected': 'more is stored than was counted, so some API servers are not counted',
  'caller-is-limited': 'you see but some namespaces',
};

function completenessText({ ratio, stored, expected, basis, reason, from, to }: Shown['completeness']): string {
  if (ratio === null) return `unknown: ${reason === null ? '-' : reasons[reason]}`;
  // Rounded down: nothing that is missing makes a hundred.
  const share = (Math.floor(ratio * 10_000) / 100).toFixed(2);
  const counted = basis === 'metrics' ? 'counted by the API servers' : 'read by agents';
  return `${share} %, ${stored} stored of ${expected} ${counted} from ${from} to ${to}`;
}

function serversText(servers: Shown['apiServers'], sources: Shown['metricsSources']): string {
  if (servers.length === 0) return 'no API server has sent anything since it was looked at';
  const columns = [
    { name: 'API SERVER' },
    { name: 'FROM' },
    { name: 'EVENTS/S', alignRight: true },
    { name: 'DELAY', alignRight: true },
    { name: 'CLOCK', alignRight: true },
    { name: 'TRUNCATED', alignRight: true },
    { name: 'WITHOUT END', alignRight: true },
    { name: 'COUNTED', alignRight: true },
    { name: 'LAST RECEIVED' },
    { name: 'STATE' },
  ];
  const rows = servers.map((one) => {
    const source = sources.find(({ name }) => name === one.metricsSource);
    return [
      one.name,
      one.sources.join(', '),
      one.eventsPerSecond.toFixed(1),
      // What came before it happened tells of a clock, not of a delay.
      one.delaySeconds === null || one.delaySeconds < 0 ? '-' : `${one.delaySeconds.toFixed(1)}s`,
      clockText(one.aheadSeconds, source?.clockOffsetSeconds ?? null),
      String(one.truncated),
      one.unfinished === null ? '?' : String(one.unfinished),
      source?.lastDay ? String(source.lastDay.events) : '-',
      one.lastReceivedAt,
      one.gapSince === null ? 'ok' : `silent since ${one.gapSince}`,
    ];
  });
  return formatTable(columns, rows);
}

/** As its metrics say, else as far as its events show: those tell only of a clock that is ahead. */
function clockText(aheadSeconds: number, offsetSeconds: number | null): string {
  if (offsetSeconds !== null) return `${offsetSeconds > 0 ? '+' : ''}${offsetSeconds}s`;
  return aheadSeconds < 1 ? '?' : `>+${aheadSeconds.toFixed(0)}s`;
}
