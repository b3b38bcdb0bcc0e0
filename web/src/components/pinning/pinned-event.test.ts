import { expect, it } from 'vitest';
import { readEvent } from '../../api/audit-event.ts';
import { readFacts } from '../deed/facts.ts';
import { isPinOf, pinOfEvent } from './pinned-event.ts';

function item(nanos: number) {
  const event = readEvent(
    `{"auditID":"a-1","stage":"ResponseComplete","__time__":1763661919,"__time_ns_part__":${nanos},"__cluster__":"prod"}`,
  );
  return { event, facts: readFacts(event) };
}

it('an event is named to the microsecond, and found again among pins', () => {
  const one = item(123_000);
  const named = { kind: 'event', cluster: 'prod', auditId: 'a-1', stage: 'ResponseComplete' } as const;
  const at = '2025-11-20T18:05:19.000123Z';
  expect(pinOfEvent(one)).toEqual({ ...named, at });
  const pin = { ...named, at, id: 'p1', note: '', pinnedAt: '', sha256: null };
  expect(isPinOf(one, pin)).toBe(true);
  expect(isPinOf(item(124_000), pin)).toBe(false);
});
