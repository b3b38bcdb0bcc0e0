import type { Command } from 'commander';
import { z } from 'zod';
import { Cluster } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';

const ClusterList = z.looseObject({ items: z.array(Cluster) });

/** Adds `cluster list`. */
export function registerList(group: Command): void {
  group
    .command('list')
    .description('list the clusters')
    .action(async (_options: unknown, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: 'api/v1/clusters' }, ClusterList);
      outputOf(self).answer(list, () => textOf(list.items));
    });
}

function textOf(clusters: readonly z.output<typeof Cluster>[]): string {
  if (clusters.length === 0) return 'no clusters yet: whodunit cluster add NAME';
  const columns = [
    { name: 'NAME' },
    { name: 'PROJECT' },
    { name: 'KIND' },
    { name: 'RETENTION', alignRight: true },
    { name: 'STATUS' },
    { name: 'LAST EVENT' },
    { name: 'ID' },
  ];
  const rows = clusters.map(({ name, project, kind, retentionDays, legalHolds, status, lastEventAt, id }) => [
    name,
    project,
    kind,
    legalHolds > 0 ? `${retentionDays}d, held` : `${retentionDays}d`,
    status,
    lastEventAt ?? '-',
    id,
  ]);
  return formatTable(columns, rows);
}
