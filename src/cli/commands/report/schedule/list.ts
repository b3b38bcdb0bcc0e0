import type { Command } from 'commander';
import { ReportScheduleList } from '../../../../server/schemas/index.ts';
import { connect } from '../../../api/connect.ts';
import { outputOf } from '../../../common-options.ts';
import { scheduleTable } from './table.ts';

/** Adds `report schedule list`. */
export function registerList(group: Command): void {
  group
    .command('list')
    .description('list the schedules, with when they run next and what came of the last run')
    .action(async (_options: unknown, self: Command) => {
      const client = await connect(self);
      const list = await client.call({ path: 'api/v1/report-schedules' }, ReportScheduleList);
      outputOf(self).answer(list, () => scheduleTable(list.items));
    });
}
