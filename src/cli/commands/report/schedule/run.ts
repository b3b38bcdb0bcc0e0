import type { Command } from 'commander';
import { ReportScheduleRan } from '../../../../server/schemas/index.ts';
import { connect } from '../../../api/connect.ts';
import { outputOf } from '../../../common-options.ts';

/** Adds `report schedule run`. */
export function registerRun(group: Command): void {
  group
    .command('run')
    .description('make the report of a schedule now and send it to its channels; its times stay as they are')
    .argument('<name>', 'of the schedule')
    .action(async (name: string, _options: unknown, self: Command) => {
      const client = await connect(self);
      const path = `api/v1/report-schedules/${encodeURIComponent(name)}/run`;
      const ran = await client.call({ method: 'POST', path }, ReportScheduleRan);
      const output = outputOf(self);
      if (ran.failedPanels.length > 0) output.note(`panels that failed: ${ran.failedPanels.join(', ')}`);
      output.answer(ran, () => ran.queued.map((key) => `queued ${key}\n`).join(''));
    });
}
