import type { z } from 'zod';
import type { ReportScheduleList } from '../../../../server/schemas/index.ts';
import { formatTable } from '../../../table.ts';

/** Schedules for people. */
export function scheduleTable(items: z.output<typeof ReportScheduleList>['items']): string {
  return formatTable(
    [
      { name: 'NAME' },
      { name: 'DASHBOARD' },
      { name: 'CHANNELS' },
      { name: 'NEXT' },
      { name: 'LAST' },
      { name: 'OUTCOME' },
    ],
    items.map(({ name, dashboard, channels, dueAt, ranAt, outcome }) => [
      name,
      dashboard,
      channels.join(', '),
      dueAt ?? 'stopped',
      ranAt ?? '-',
      outcome ?? '-',
    ]),
  );
}
