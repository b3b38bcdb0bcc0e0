import { expect, it } from 'vitest';
import { byTime, shownPins, spanOf } from './shown-pin.ts';

const common = { note: '', pinnedAt: '' };
const event = (id: string, at: string) =>
  ({
    ...common,
    kind: 'event',
    id,
    cluster: 'prod',
    auditId: id,
    stage: 'Panic',
    at,
    raw: '{"verb":"get"}',
    sha256: null,
  }) as const;
const search = { ...common, kind: 'search', id: 's', query: '', clusters: null } as const;

it('pins keep their numbers when they are told by time, and the time is around the events', () => {
  const range = { from: '2026-11-01T00:00:00.000000Z', to: '2026-12-01T00:00:00.000000Z' };
  const late = event('late', '2026-11-20T18:05:00.000123Z');
  const early = event('early', '2026-11-20T18:00:00.000000Z');
  const pins = shownPins({ pins: [late, early, { ...search, ...range }] });
  expect(byTime(pins).map(({ number }) => number)).toEqual([3, 2, 1]);
  expect(pins[0]?.facts).toMatchObject({ verb: 'get', cluster: 'prod', at: Date.parse(late.at) });
  const { from, to } = spanOf(pins);
  expect([new Date(from).toISOString(), new Date(to).toISOString()]).toEqual([
    '2026-11-20T17:59:51.000Z',
    '2026-11-20T18:05:09.000Z',
  ]);
  expect(spanOf(pins.slice(2)).from).toBeLessThan(Date.parse(range.from));
});
