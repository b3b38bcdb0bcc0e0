// More at once than an evaluation looks at, or a transaction keeps: nothing of it is lost, nothing is told twice, and what is beyond every bound is said.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { localAdmin } from '../access/index.ts';
import type { Cause } from './cause.ts';
import { type AlertKit, execEvent, newId, startAlertKit } from './testkit.ts';

const minute = 60_000;
let kit: AlertKit;

beforeAll(async () => {
  kit = await startAlertKit();
});
afterAll(() => kit.close());
beforeEach(() => kit.start());
afterEach(async () => {
  kit.onTake = () => undefined;
  for (const { name } of await kit.alerts.rules(localAdmin)) await kit.alerts.delete(name, localAdmin);
  await kit.stop();
  kit.told.length = 0;
});

/** Events of that many users, one each. */
function events(count: number, userOf: (index: number) => string = (index) => `u${index}`): readonly string[] {
  const at = kit.clock.now();
  return Array.from({ length: count }, (_, index) => execEvent(newId(), at, { user: { username: userOf(index) } }));
}

const rule = (name: string, query: string, more: string): string =>
  `kind: AlertRule\nname: ${name}\nquery: 'objectRef.subresource: exec${query}'\nseverity: high\n${more}\n`;

const fired = (): readonly Cause[] => kit.told.filter(({ status }) => status === 'firing');
const valuesOf = (label: string): readonly (string | undefined)[] => fired().map(({ labels }) => labels[label]);

/** Waits until so many causes were told, and whether more come. */
async function told(count: number): Promise<void> {
  await kit.until(async () => (await kit.pass(1000), fired().length >= count));
  await kit.pass(3 * minute);
}

async function notes(name: string): Promise<readonly string[]> {
  const { items } = await kit.alerts.history.evaluations({ rule: name, limit: 1000 }, localAdmin);
  return items.map(({ detail }) => detail);
}

test('each event of an immediate search is told, also where they all come in one body', async () => {
  await kit.apply(rule('bodies', '', 'immediate: true'));
  await kit.receive(events(2500));
  await kit.receive(events(10));
  await told(2510);
  expect(fired().length).toBe(2510);
  expect(new Set(fired().map(({ rows }) => rows[0]?.['user.username'])).size).toBe(2500);
  expect((await notes('bodies')).join('')).not.toContain('isCut');
});

test.each([
  ['immediate', 'immediate: true'],
  ['scheduled', 'schedule: {every: 1m}'],
])(
  'each request that an %s statement gives is told, whatever LIMIT it has',
  async (name, when) => {
    await kit.apply(rule(name, ' | select auditID limit 1000', `${when}\ngroupBy: [auditID]`));
    for (let bodies = 0; bodies < 7; bodies += 1) await kit.receive(events(400));
    await told(2800);
    expect([fired().length, new Set(valuesOf('auditID')).size]).toEqual([2800, 2800]);
  },
  300_000,
);

test('a number of rows is that of all of a window, however many events its search finds', async () => {
  await kit.apply(
    rule('counted', '', 'schedule: {every: 1m}\ngroupBy: [user.username]\ncountCondition: "__count__ > 2"'),
  );
  const users = (index: number) => ([3, 1500, 2990].includes(index) ? 'thrice' : `w${index}`);
  await kit.receive(events(3000, users));
  await told(1);
  expect(fired().map(({ labels, rowCount }) => [labels, rowCount])).toEqual([[{ 'user.username': 'thrice' }, 3]]);
});

test('every group of a window is told, some of them at a time', async () => {
  await kit.apply(
    rule(
      'groups',
      ' | select "user.username" as who, count(*) as n group by who',
      'schedule: {every: 1m}\ngroupBy: [who]',
    ),
  );
  await kit.receive(events(3000, (index) => `v${index}`));
  const atOnce: number[] = [];
  kit.onTake = (causes) => void atOnce.push(causes.length);
  await told(3000);
  expect([fired().length, new Set(valuesOf('who')).size, Math.max(...atOnce)]).toEqual([3000, 3000, 100]);
});

test('a failure amid many causes loses none and tells none twice, whatever comes in meanwhile', async () => {
  await kit.apply(
    rule(
      'amid',
      ' | select "user.username" as who, count(*) as n group by who',
      'schedule: {every: 1m}\ngroupBy: [who]',
    ),
  );
  let takes = 0;
  kit.onTake = (causes) => {
    if (causes.length === 0) return;
    takes += 1;
    if (takes === 3) throw new Error('database or disk is full');
  };
  kit.stall();
  const first = events(450, (index) => `x${index}`);
  await kit.receive(first);
  await kit.pass(2 * minute);
  kit.settle();
  await kit.until(async () => (await kit.pass(1000), takes >= 3));
  await kit.receive(events(50, (index) => `x${index}`));
  await told(500);
  const users = valuesOf('who');
  const twice = users.filter((who, index) => users.indexOf(who) !== index);
  expect([users.length, new Set(users).size]).toEqual([500, 450]);
  // Just those of whom there were events again.
  expect(new Set(twice)).toEqual(new Set(Array.from({ length: 50 }, (_, index) => `x${index}`)));
});

test('what is beyond every bound is said in the history, with the causes and as a metric', async () => {
  const rows = 'unnest(sequence(1, 1000)) as a(x) cross join unnest(sequence(1, 110)) as b(y)';
  const many = ` | select x, y from ${rows} limit 200000`;
  await kit.apply(rule('beyond', many, 'schedule: {every: 1m}'));
  await kit.receive(events(12));
  await told(1);
  expect(fired().map(({ rowCount }) => rowCount)).toEqual([100_000]);
  expect(fired()[0]?.faults.join(' ')).toContain('more rows than the 100000 that were looked at');
  expect((await notes('beyond')).join('')).toContain('more rows than the 100000');
  expect(await kit.registry.metrics()).toContain('whodunit_alert_evaluations_cut_total 1');
});
