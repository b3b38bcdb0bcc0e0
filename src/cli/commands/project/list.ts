import type { Command } from 'commander';
import type { z } from 'zod';
import { ProjectList } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { bytesText } from '../../bytes-text.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';
import { usedOf } from './quota-text.ts';

/** Adds `project list`. */
export function registerList(group: Command): void {
  group
    .command('list')
    .description('list the projects, and what of their quotas is used')
    .action(async (_options: unknown, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: 'api/v1/projects' }, ProjectList);
      outputOf(self).answer(list, () => textOf(list));
    });
}

function textOf({ items, projects }: z.output<typeof ProjectList>): string {
  const most = projects.quota === null ? '' : `\nprojects: ${usedOf(projects.used ?? undefined, projects.quota)}\n`;
  if (items.length === 0)
    return `no projects yet: one is made by cluster add --project NAME, or by project set NAME${most}`;
  const columns = [
    { name: 'NAME' },
    { name: 'CLUSTERS', alignRight: true },
    { name: 'LOGSTORES', alignRight: true },
    { name: 'DASHBOARDS', alignRight: true },
    { name: 'RECEIVED TODAY', alignRight: true },
  ];
  const rows = items.map(({ name, quota, used }) => [
    name,
    usedOf(used?.clusters, quota.clusters),
    usedOf(used?.logstores, quota.logstores),
    usedOf(used?.dashboards, quota.dashboards),
    usedOf(used?.bytesToday, quota.bytesPerDay, bytesText),
  ]);
  return `${formatTable(columns, rows)}${most}`;
}
