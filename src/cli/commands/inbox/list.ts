import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { InboxList, InboxState, Severity } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { inboxTable } from './table.ts';

interface ListOptions {
  readonly state?: string;
  readonly severity?: string;
  readonly assignee?: string;
  readonly unread?: true;
  readonly before?: number;
  readonly limit?: number;
}

/** Adds `inbox list`. */
export function registerList(group: Command): void {
  group
    .command('list')
    .description('list messages, the latest first; those that you have not read have a *')
    .addOption(new Option('--state <state>', 'in this state only').choices(InboxState.options))
    .addOption(new Option('--severity <severity>', 'of this severity only').choices(Severity.options))
    .option('--assignee <user>', 'assigned to this user only')
    .option('--unread', 'only those that you have not read')
    .option('--before <id>', 'older than this message', parseCount)
    .option('--limit <n>', 'at most so many; 100 if left out', parseCount)
    .action(async ({ before, ...filters }: ListOptions, self: Command) => {
      const client = await connect(self);
      const given = { ...filters, ...(before === undefined ? {} : { cursor: before }) };
      const query = new URLSearchParams(Object.entries(given).map(([name, value]) => [name, String(value)]));
      const list = await client.call({ path: 'api/v1/inbox', query }, InboxList);
      outputOf(self).answer(list, () => `${inboxTable(list.items)}${unreadText(list.unread)}`);
    });
}

function unreadText(unread: z.output<typeof InboxList>['unread']): string {
  const counts = Severity.options.flatMap((severity) =>
    unread[severity] === undefined ? [] : [`${unread[severity]} ${severity}`],
  );
  return counts.length === 0 ? 'nothing unread\n' : `unread: ${counts.join(', ')}\n`;
}
