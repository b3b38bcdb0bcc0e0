import type { Command } from 'commander';
import type { z } from 'zod';
import { RejectedList } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';
import { destinationPath } from '../../api/named-path.ts';

interface RejectedOptions {
  readonly before?: number;
  readonly limit?: number;
}

/** Adds `forward rejected`. */
export function registerRejected(group: Command): void {
  group
    .command('rejected')
    .description('list events that a destination refused, with what it said, the latest first')
    .argument('<name>')
    .option('--before <id>', 'older than this one', parseCount)
    .option('--limit <n>', 'at most so many; 100 if left out', parseCount)
    .action(async (name: string, { before, limit }: RejectedOptions, self: Command) => {
      const client = await connect(self);
      const query = new URLSearchParams({
        ...(before === undefined ? {} : { cursor: String(before) }),
        ...(limit === undefined ? {} : { limit: String(limit) }),
      });
      const list = await client.call({ path: `${destinationPath(name)}/rejected`, query }, RejectedList);
      outputOf(self).answer(list, () => textOf(list.items));
    });
}

function textOf(items: z.output<typeof RejectedList>['items']): string {
  if (items.length === 0) return 'nothing was refused';
  const columns = ['ID', 'AT', 'CLUSTER', 'AUDIT ID', 'STATUS', 'ANSWER'].map((name) => ({ name }));
  return formatTable(
    columns,
    items.map(({ id, at, cluster, auditID, status, answer }) => [
      String(id),
      at,
      cluster,
      auditID,
      status === null ? '-' : String(status),
      answer,
    ]),
  );
}
