import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localAdmin } from '../access/index.ts';
import { AppError } from '../base/index.ts';
import type { Cause } from './cause.ts';
import { type AlertKit, execEvent, newId, startAlertKit } from './testkit.ts';

const minute = 60_000;
const hour = 60 * minute;
let kit: AlertKit;

beforeAll(async () => {
  kit = await startAlertKit();
});
afterAll(() => kit.close());
beforeEach(() => kit.start());
afterEach(async () => {
  kit.onStatement = () => undefined;
  for (const { name } of await kit.alerts.rules(localAdmin)) await kit.alerts.delete(name, localAdmin);
  await kit.stop();
  kit.told.length = 0;
});

/** A rule over exec events, told apart by user, each minute. */
const byUser = (name: string, more = ''): string =>
  `kind: AlertRule
name: ${name}
query: 'objectRef.subresource: exec | select "user.username" as who, count(*) as n from log group by who'
schedule: {every: 1m}
groupBy: [who]
severity: high
${more}`;

const immediate = (name: string, more = ''): string =>
  `kind: AlertRule
name: ${name}
query: 'objectRef.subresource: exec'
immediate: true
severity: high
${more}`;

/** What was told but for what is over. */
const fired = (): readonly Cause[] => kit.told.filter(({ status }) => status === 'firing');

describe('a rule that catches up', () => {
  test('says how many windows are left, and up to where it has come', async () => {
    await kit.apply(byUser('late'));
    await kit.evaluated('late');
    kit.stall();
    await kit.pass(8 * minute);
    let goOn = (): void => undefined;
    const isHeld = new Promise<void>((resolve) => {
      kit.onStatement = () => {
        kit.onStatement = () => undefined;
        resolve();
        return new Promise((release) => (goOn = release));
      };
    });
    kit.settle();
    await kit.pass(minute);
    await isHeld;
    const { windowsLeft, evaluatedThrough = 0 } = await kit.alerts.rule('late', localAdmin);
    expect([windowsLeft >= 6, kit.clock.now() - evaluatedThrough >= 7 * minute]).toEqual([true, true]);
    expect(await kit.registry.metrics()).toContain(`whodunit_alert_windows_left ${windowsLeft}`);
    goOn();
    await kit.until(async () => (await kit.alerts.rule('late', localAdmin)).windowsLeft === 0);
    await kit.evaluated('late');
    const after = await kit.alerts.rule('late', localAdmin);
    expect(kit.clock.now() - (after.evaluatedThrough ?? 0)).toBeLessThan(7 * minute);
  });
});

describe('that rules are evaluated', () => {
  test('is so while there is nothing to do, and while they are', async () => {
    await kit.pass(10 * minute);
    expect(kit.alerts.isEvaluating()).toBe(true);
    await kit.apply(`${byUser('fine')}---\n${immediate('at-once')}`);
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.evaluated('fine');
    await kit.pass(10 * minute);
    expect(kit.alerts.isEvaluating()).toBe(true);
  });

  test('is not so while nothing is settled, as where the engine is away', async () => {
    kit.stall();
    await kit.pass(6 * minute);
    expect(kit.alerts.isEvaluating()).toBe(false);
    kit.settle();
    expect(kit.alerts.isEvaluating()).toBe(true);
  });

  test.each(['fails', 'hangs'])('is not so while every evaluation %s', async (what) => {
    await kit.apply(byUser('stuck'));
    await kit.evaluated('stuck');
    const failure = new AppError('engine-unavailable', 'the engine is away');
    const held: (() => void)[] = [];
    kit.onStatement = () => {
      if (what === 'fails') throw failure;
      return new Promise((_, reject) => held.push(() => reject(failure)));
    };
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(minute), !kit.alerts.isEvaluating()));
    kit.onStatement = () => undefined;
    for (const release of held) release();
    await kit.until(async () => (await kit.pass(minute), kit.alerts.isEvaluating()));
  });
});

describe('what was missed for more than a day', () => {
  test('is told as one, with how much it is, and the rest is evaluated', async () => {
    await kit.apply(byUser('old').replace('every: 1m', 'every: 1h'));
    await kit.stop();
    await kit.receive([execEvent(newId(), kit.clock.now()), execEvent(newId(), kit.clock.now())]);
    kit.clock.advance(48 * hour);
    await kit.receive([execEvent(newId(), kit.clock.now(), { user: { username: 'bob' } })]);
    await kit.start();
    await kit.until(async () => (await kit.pass(minute), fired().length >= 2));
    expect(fired().map(({ rowCount, labels }) => [rowCount, labels])).toEqual([
      [2, {}],
      [1, { who: 'bob' }],
    ]);
    const { items: evaluations } = await kit.alerts.history.evaluations({ rule: 'old', limit: 2000 }, localAdmin);
    expect(evaluations.filter(({ outcome }) => outcome === 'gap')).toHaveLength(1);
  });

  test('is passed over in silence where nothing was', async () => {
    await kit.apply(immediate('quiet'));
    await kit.stop();
    kit.clock.advance(72 * hour);
    await kit.start();
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(1000), kit.told.length > 0));
    expect(kit.told.map(({ rule }) => rule)).toEqual(['quiet']);
  });

  test('of an immediate rule is told as one, and the last day is evaluated', async () => {
    await kit.apply(immediate('behind'));
    await kit.stop();
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    kit.clock.advance(48 * hour);
    await kit.receive([execEvent(newId(), kit.clock.now(), { user: { username: 'bob' } })]);
    await kit.start();
    await kit.until(async () => (await kit.pass(1000), kit.told.length >= 2));
    await kit.pass(3000);
    expect(kit.told.map(({ rowCount, rows }) => [rowCount, rows[0]?.['user.username']])).toEqual([
      [1, undefined],
      [1, 'bob'],
    ]);
  });

  test('does not make a rule that goes on failing look well, and is told once', async () => {
    await kit.apply(byUser('ill'));
    await kit.stop();
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    kit.clock.advance(25 * hour);
    for (let events = 0; events < 40; events += 1) {
      const at = kit.clock.now() - 24 * hour + events * minute;
      await kit.receive([execEvent(newId(), at)], { at, isSettled: false });
    }
    kit.onStatement = () => {
      throw new AppError('engine-unavailable', 'the engine is away');
    };
    await kit.start();
    const gaps = async () =>
      (await kit.alerts.history.evaluations({ rule: 'ill', outcome: 'gap', limit: 100 }, localAdmin)).items;
    await kit.until(async () => (await kit.pass(minute), (await gaps()).length >= 4 && kit.told.length >= 2));
    const { failures, problem } = await kit.alerts.rule('ill', localAdmin);
    expect([failures >= 3, problem]).toEqual([true, 'the engine is away']);
    expect(kit.told.map(({ rule, status }) => [rule, status])).toEqual([
      ['ill', 'firing'],
      ['whodunit-rule-failing', 'firing'],
    ]);
  });
});
