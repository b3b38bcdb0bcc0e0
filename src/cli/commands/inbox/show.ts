import type { Command } from 'commander';
import type { z } from 'zod';
import { InboxDetails } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { parseCount } from '../../arguments.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';
import { printable } from '../../terminal-text.ts';
import { messagePath } from './message-path.ts';

/** Adds `inbox show`. */
export function registerShow(group: Command): void {
  group
    .command('show')
    .description('show a message with what is known of it, its links and comments')
    .argument('<id>', 'of the message', parseCount)
    .action(async (id: number, _options: unknown, self: Command) => {
      const client = await connect(self);
      const message = await client.call({ path: messagePath(id) }, InboxDetails);
      outputOf(self).answer(message, () => textOf(message));
    });
}

/** Texts were found in events: none of them acts on the terminal. */
function textOf({
  title,
  text,
  facts,
  links,
  state,
  assignee,
  changedBy,
  thread,
}: z.output<typeof InboxDetails>): string {
  const by = changedBy === null ? '' : `, by ${changedBy}`;
  const columns = [{ name: '' }, { name: '' }];
  const rows = [
    ['State', `${state}${by}`],
    ['Assignee', assignee ?? '-'],
    ...facts.map(({ name, value }) => [name, value]),
    ...links.map((link) => [link.title, link.url]),
  ];
  return [
    `${printable(title)}\n`,
    text === '' ? '' : `${printable(text)}\n`,
    `\n${formatTable(columns, rows, { header: false })}`,
    ...thread.map(({ at, author, text: said }) => `\n${printable(`${at} ${author}:\n${said}`)}\n`),
  ].join('');
}
