import type { z } from 'zod';
import type { InboxItem } from '../../../server/schemas/index.ts';
import { formatTable } from '../../table.ts';

/** Messages for people. */
export function inboxTable(items: readonly z.output<typeof InboxItem>[]): string {
  const columns = ['', 'ID', 'AT', 'SEVERITY', 'STATE', 'ASSIGNEE', 'TITLE'].map((name) => ({ name }));
  return formatTable(
    columns,
    items.map(({ id, at, severity, state, assignee, title, read }) => [
      read ? '' : '*',
      String(id),
      at,
      severity,
      state,
      assignee ?? '-',
      title,
    ]),
  );
}
