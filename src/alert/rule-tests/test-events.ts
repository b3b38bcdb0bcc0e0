import { parseRfc3339 } from '../../audit/index.ts';
import type { AlertRule } from '../../rules/index.ts';
import type { TestEvents, TestLine } from './tested-store.ts';

export type RuleTest = NonNullable<AlertRule['tests']>[number];

/** Of events that say neither when they were received nor when they happened. */
const someTime = Date.UTC(2026, 0, 1) * 1000;

/** The events of a test, with their receipts. */
export function eventsOf({ clusters }: AlertRule, { events = [] }: RuleTest): TestEvents {
  return { cluster: clusters?.[0] ?? 'test', lines: events.map(lineOf) };
}

function lineOf({ receivedAt, ...event }: Readonly<Record<string, unknown>>): TestLine {
  const times = [receivedAt, event['stageTimestamp'], event['requestReceivedTimestamp']].map(microsOf);
  const receivedAtMicros = times.find((time) => time !== undefined) ?? someTime;
  return { text: JSON.stringify(event), receivedAtMicros };
}

function microsOf(time: unknown): number | undefined {
  const micros = typeof time === 'string' ? parseRfc3339(time) : Number.NaN;
  return Number.isNaN(micros) ? undefined : micros;
}
