import { type Said, said } from '../../base/index.ts';
import { durationMs } from '../duration.ts';
import { Duration, type Schedule, Weekday } from '../form.ts';
import { finding, type Finding } from '../read/finding.ts';
import type { SlsQuery, SlsRule } from './form.ts';

/** What becomes of a member, and what is to be said of it. */
export interface Converted<Value> {
  readonly value?: Value | undefined;
  readonly findings: readonly Finding[];
}

const path = ['schedule'];

/** The schedule of a rule. */
export function scheduleOf({
  type,
  interval,
  cronExpression,
  timeZone,
  hour,
  dayOfWeek,
}: SlsRule['schedule']): Converted<Schedule> {
  const zone = timeZone ? { timeZone } : {};
  const at = `${String(hour ?? 0).padStart(2, '0')}:00`;
  switch (type) {
    case 'FixedRate': {
      const every = Duration.safeParse(interval);
      return every.success
        ? { value: { every: every.data }, findings: [] }
        : refused([...path, 'interval'], said`expected an interval such as 60s or 1m`);
    }
    case 'Cron':
      return cronExpression
        ? { value: { cron: cronExpression, ...zone }, findings: [] }
        : refused(path, said`a schedule of the type Cron has a \`cronExpression\``);
    case 'Hourly':
      return { value: { hourly: true }, findings: [] };
    case 'Daily':
      return { value: { daily: at, ...zone }, findings: [] };
    case 'Weekly': {
      // Monday is 1; Sunday is 7, or 0 in older rules.
      const weekly = Weekday.options[((dayOfWeek ?? 1) + 6) % 7];
      return weekly
        ? { value: { weekly, at, ...zone }, findings: [] }
        : refused(path, said`expected a \`dayOfWeek\` from 1 to 7`);
    }
    default:
      return refused(
        [...path, 'type'],
        said`there is no schedule of the type "${type}": expected FixedRate, Cron, Hourly, Daily or Weekly`,
      );
  }
}

/** How far a query looks back. Milliseconds. */
export interface Span {
  readonly length: number;
  /** How long before the tick it ends. */
  readonly delay: number;
}

/** The span of a query, from its `start` and `end`. */
export function spanOf({ start, end, timeSpanType }: SlsQuery, above: Finding['path']): Converted<Span> {
  const [from, to] = [agoOf(start), agoOf(end)];
  if (from === undefined || to === undefined) {
    const [member, text] = from === undefined ? ['start', start] : ['end', end];
    return refused([...above, member], said`"${text}" is no time before the evaluation, such as -120s`);
  }
  if (from <= to) return refused([...above, 'end'], said`the window of the query ends before it starts`);
  const isKnown = timeSpanType === undefined || ['Relative', 'Truncated', 'Custom'].includes(timeSpanType);
  return isKnown
    ? { value: { length: from - to, delay: to }, findings: [] }
    : refused([...above, 'timeSpanType'], said`there is no time span of the type "${timeSpanType}"`);
}

/** Milliseconds before the evaluation. A number alone is seconds. */
function agoOf(text: string): number | undefined {
  if (text === 'now' || text === 'absolute' || text === '0') return 0;
  const [, number = '', unit = ''] = /^-([1-9][0-9]{0,8})([smhd]?)$/.exec(text) ?? [];
  return number === '' ? undefined : durationMs(`${number}${unit || 's'}`);
}

function refused(at: Finding['path'], message: Said): Converted<never> {
  return { findings: [finding(at, 'sls-unsupported', message)] };
}
