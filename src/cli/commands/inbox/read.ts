import type { Command } from 'commander';
import { Empty, InboxList } from '../../../server/schemas/index.ts';
import type { ApiClient } from '../../api/client.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { wrongUsage } from '../../cli-error.ts';
import { outputOf } from '../../common-options.ts';

/** Adds `inbox read`. */
export function registerRead(group: Command): void {
  group
    .command('read')
    .description('note that you have read messages; others see them as unread still')
    .argument('[id...]', 'of messages', parseIds)
    .option('--all', 'all that there are now')
    .action(async (ids: readonly number[], { all }: { readonly all?: true }, self: Command) => {
      const isAll = all === true;
      if (isAll === ids.length > 0)
        throw wrongUsage('cannot tell which messages were read: name their ids, or give --all');
      const client = await connect(self);
      const json = isAll ? await upToLatest(client) : { ids };
      if (json) await client.call({ method: 'POST', path: 'api/v1/inbox/read', json }, Empty);
      outputOf(self).answer(json ?? {}, () => (isAll ? 'read all' : `read ${ids.join(', ')}`));
    });
}

function parseIds(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, parseCount(text)];
}

async function upToLatest(client: ApiClient): Promise<{ readonly upTo: number } | undefined> {
  const query = new URLSearchParams({ limit: '1' });
  const { items } = await client.call({ path: 'api/v1/inbox', query }, InboxList);
  return items[0] && { upTo: items[0].id };
}
