import { said } from '../../base/index.ts';
import type { AlertRule } from '../form.ts';
import { finding, type Finding } from '../read/finding.ts';
import { checkSchedule } from '../read/check-schedule.ts';
import { fitOf } from '../schedule/index.ts';
import type { SlsRule } from './form.ts';
import { originOf } from './origin.ts';
import { scheduleOf, type Span, spanOf } from './schedule.ts';

/** Values are checked when all of a rule is there. */
export type Members = Partial<Record<keyof AlertRule, unknown>>;

/** Members of a rule, and what is to be said of them. */
export interface Part {
  readonly members: Members;
  readonly findings: readonly Finding[];
}

/** The schedule, and the window of each query. */
export function timingOf(sls: SlsRule): Part & { readonly windows: readonly (string | undefined)[] } {
  const { queryList } = sls.configuration;
  const schedule = scheduleOf(sls.schedule);
  const spans = queryList.map((query, index) => spanOf(query, ['configuration', 'queryList', index]));
  const unreadable = schedule.value ? checkSchedule(schedule.value, ['schedule']) : [];
  const findings = [
    ...schedule.findings,
    ...unreadable.map((found) => ({ ...found, path: originOf(found.path) })),
    ...spans.flatMap((span) => span.findings),
  ];
  if (!schedule.value || findings.length > 0) return { members: {}, windows: [], findings };
  const rule = { schedule: schedule.value };
  const isOfDays = 'daily' in rule.schedule || 'weekly' in rule.schedule;
  // Whole days are days of the calendar, whenever they are looked at.
  const isOfCalendar = isOfDays && queryList.some(({ timeSpanType }) => timeSpanType === 'Truncated');
  const lengths = spans.flatMap(({ value }) => value ?? []);
  const windows = lengths.map(({ length }) => shortest(length));
  if (isOfCalendar) {
    const delay = calendarDelay(sls.schedule.hour ?? 0, lengths);
    return {
      members: { ...rule, time: 'event', ...(delay === 0 ? {} : { delay: shortest(delay) }) },
      windows,
      findings,
    };
  }
  const fitting = windows.map((window) => {
    const { hasHoles, overlaps } = fitOf(rule, window);
    return hasHoles || overlaps ? window : undefined;
  });
  const late = lengths.findIndex(({ delay }) => delay > 0);
  const notes = late === -1 ? [] : [aboutLateEvents(late)];
  return { members: rule, windows: fitting, findings: notes };
}

/** From the end of the day that is looked at to the evaluation. */
function calendarDelay(hour: number, spans: readonly Span[]): number {
  return hour * 3_600_000 + (spans[0]?.delay ?? 0);
}

function aboutLateEvents(index: number): Finding {
  const message = said`the query ends before the evaluation, to wait for late events: here it looks at what was received since, and misses none`;
  return finding(['configuration', 'queryList', index, 'end'], 'sls-left-out', message, { severity: 'info' });
}

/** A length as files write it, in the largest unit that it is whole in. */
function shortest(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
  ] as const;
  const [unit, size] = units.find(([, length]) => ms % length === 0) ?? ['s', 1000];
  return `${ms / size}${unit}`;
}
