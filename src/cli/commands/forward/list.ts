import type { Command } from 'commander';
import type { z } from 'zod';
import { type Destination, DestinationList } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';

type Item = z.output<typeof Destination>;

/** Adds `forward list`. */
export function registerList(group: Command): void {
  group
    .command('list')
    .description('list the destinations, and how each fares')
    .action(async (_options: unknown, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: 'api/v1/destinations' }, DestinationList);
      outputOf(self).answer(list, () => textOf(list.items));
    });
}

function textOf(items: readonly Item[]): string {
  if (items.length === 0) return 'no destinations yet: whodunit forward apply FILE';
  const columns = ['NAME', 'TYPE', 'SENT', 'REJECTED', 'LOST', 'BEHIND', 'STATE'].map((name) => ({ name }));
  return formatTable(
    columns,
    items.map((item) => [
      item.name,
      item.type,
      String(item.sent),
      String(item.rejected),
      String(item.lost),
      `${item.lagEvents ?? '?'} events, ${Math.round(item.lagSeconds)} s`,
      stateOf(item),
    ]),
  );
}

function stateOf({ failing, lastError, paused }: Item): string {
  if (paused) return `paused since ${paused.at} by ${paused.by}`;
  if (failing === null) return 'ok';
  return `${failing.stopped ? 'stopped' : 'failing'} since ${failing.since}: ${lastError ?? ''}`;
}
