import type { Command } from 'commander';
import { z } from 'zod';
import { CaseSummary } from '../../../server/schemas/index.ts';
import { connect } from '../../api/connect.ts';
import { outputOf } from '../../common-options.ts';
import { formatTable } from '../../table.ts';

export const CaseList = z.object({ items: z.array(CaseSummary) });

/** Adds `case list`. */
export function registerList(group: Command): void {
  group
    .command('list')
    .description('list your cases and those that are shared')
    .action(async (_options: unknown, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: 'api/v1/cases' }, CaseList);
      outputOf(self).answer(list, () =>
        formatTable(
          [{ name: 'ID' }, { name: 'OWNER' }, { name: 'SHARED' }, { name: 'PINS', alignRight: true }, { name: 'NAME' }],
          list.items.map(({ id, owner, shared, pinCount, name }) => [
            id,
            owner,
            shared ? 'yes' : 'no',
            String(pinCount),
            name,
          ]),
        ),
      );
    });
}
