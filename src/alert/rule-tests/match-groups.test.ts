import { expect, it } from 'vitest';
import { differenceOf, type FoundGroup } from './match-groups.ts';

const alice: FoundGroup = {
  labels: { user: 'alice', ns: 'shop' },
  severity: 'high',
  annotations: { title: 'by alice' },
};
const bob: FoundGroup = { labels: { user: 'bob', ns: 'shop' }, severity: 'low', annotations: { title: 'by bob' } };

it.each([
  ['nothing expected, nothing fires', [], [], 0, 0],
  ['a group by a label', [{ labels: { user: 'alice' } }], [alice], 0, 0],
  ['by its severity', [{ severity: 'low' as const }], [bob], 0, 0],
  ['by its text', [{ annotations: { title: 'by bob' } }], [bob], 0, 0],
  ['one that does not fire', [{ labels: { user: 'alice' } }], [bob], 1, 1],
  ['a label that it does not have', [{ labels: { pod: 'a' } }], [alice], 1, 1],
  ['one too many', [{}], [alice, bob], 0, 1],
  ['one too few', [{}, {}], [alice], 1, 0],
  // The first is like both groups, the second like one of them: each finds its own.
  ['the vaguer before the stricter', [{ labels: { ns: 'shop' } }, { labels: { user: 'alice' } }], [alice, bob], 0, 0],
])('%s', (_name, expected, found, missing, unexpected) => {
  const difference = differenceOf(expected, found);
  expect([difference.missing.length, difference.unexpected.length]).toEqual([missing, unexpected]);
});
