import { expect, test } from 'vitest';
import { compiled } from '../../rules/testkit/rule.ts';
import { momentsOf } from './moments.ts';

const day = { fromMicros: 0, toMicros: 86_400_000_000 };
const statement = '* | select auditID, "user.username" as user';

test.each([
  ['an immediate search', { query: 'verb: get', immediate: true }, 24],
  ['immediate, by the audit id', { query: statement, immediate: true, groupBy: ['user', 'auditID'] }, 24],
  ['immediate, by something else', { query: statement, immediate: true, groupBy: ['user'] }, 8640],
  ['each minute, by the audit id', { query: statement, schedule: { every: '1m' }, groupBy: ['auditID'] }, 24],
  ['each minute, by something else', { query: statement, schedule: { every: '1m' }, groupBy: ['user'] }, 1440],
])('a day of a rule that is %s', (_, members, expected) => {
  const moments = [...momentsOf(compiled(members), day, 'UTC')];
  expect(moments).toHaveLength(expected);
  // No event is between two of them.
  const [first, second] = moments.map(({ windows: [window] }) => window);
  expect(first?.kind === 'event' && second?.kind === 'event' && second.from - first.to).toBe(0);
});
