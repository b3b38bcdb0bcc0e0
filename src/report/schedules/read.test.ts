import { expect, test } from 'vitest';
import { readScheduleFile } from './read.ts';

const good = `kind: ReportSchedule
name: weekly
dashboard: overview
schedule: {weekly: mon, at: "09:00"}
timeZone: Europe/Berlin
channels: [mail]
`;

test('a schedule is read, with what it leaves out', () => {
  const { schedules, diagnostics } = readScheduleFile(`kind: AlertRule\n---\n${good}`);
  expect(diagnostics).toEqual([]);
  expect(schedules.map(({ schedule }) => schedule)).toEqual([
    {
      kind: 'ReportSchedule',
      name: 'weekly',
      dashboard: 'overview',
      schedule: { weekly: 'mon', at: '09:00' },
      timeZone: 'Europe/Berlin',
      range: '7d',
      language: 'en',
      attach: ['html', 'csv'],
      channels: ['mail'],
    },
  ]);
  expect(schedules[0]?.source).toBe(good);
});

test.each<[string, string, number]>([
  ['nothing', '', 1],
  ['no YAML', 'kind: [', 1],
  ['a kind that there is not', good.replace('ReportSchedule', 'Report'), 1],
  ['a member that there is not', `${good}to: [a@b.example]\n`, 7],
  ['no channel', good.replace('[mail]', '[]'), 6],
  ['a cron that cannot be read', good.replace('{weekly: mon, at: "09:00"}', '{cron: "61 * * * *"}'), 4],
  ['a time zone that there is not', good.replace('Europe/Berlin', 'Europe/Utopia'), 5],
  ['an offset for statements', good.replace('Europe/Berlin', '"+0800"'), 5],
  ['two of one name', `${good}---\n${good}`, 9],
  ['a filter that there is not', `${good}filters: {verb: [get]}\n`, 7],
])('%s is refused, with its place', (_, text, line) => {
  const { diagnostics } = readScheduleFile(text);
  expect(diagnostics.map((one) => [one.severity, one.line])).toContainEqual(['error', line]);
});
