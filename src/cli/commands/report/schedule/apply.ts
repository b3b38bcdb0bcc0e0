import type { Command } from 'commander';
import type { z } from 'zod';
import { AppliedReportSchedules } from '../../../../server/schemas/index.ts';
import { connect } from '../../../api/connect.ts';
import { outputOf } from '../../../common-options.ts';
import { readTextFile } from '../../../input-file.ts';
import { scheduleTable } from './table.ts';

const maxFileBytes = 1 << 20;

/** Adds `report schedule apply`. */
export function registerApply(group: Command): void {
  group
    .command('apply')
    .description(
      'keep the schedules of files, each file as a whole or not at all; documents of other kinds are passed over',
    )
    .argument('<file...>', 'YAML or JSON; - is standard input')
    .action(async (files: readonly string[], _options: unknown, self: Command) => {
      const client = await connect(self);
      const output = outputOf(self);
      const items: z.output<typeof AppliedReportSchedules>['items'] = [];
      for (const file of files) {
        const yaml = await readTextFile(file, maxFileBytes);
        const request = { method: 'POST', path: 'api/v1/report-schedules', json: { yaml } } as const;
        const applied = await client.call(request, AppliedReportSchedules);
        output.diagnostics(applied.diagnostics, file);
        items.push(...applied.items);
      }
      output.answer({ items }, () => scheduleTable(items));
    });
}
