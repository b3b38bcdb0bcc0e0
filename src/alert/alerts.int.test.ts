import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callerOfUser, localAdmin } from '../access/index.ts';
import { AppError } from '../base/index.ts';
import { readRuleFile } from '../rules/index.ts';
import type { Cause } from './cause.ts';
import { type AlertKit, execEvent, newId, startAlertKit } from './testkit.ts';

const minute = 60_000;
const hour = 60 * minute;
let kit: AlertKit;

beforeAll(async () => {
  kit = await startAlertKit({
    'sound.yaml':
      'kind: AlertRule\nname: built-in\nimmediate: true\nquery: "objectRef.subresource: exec"\nseverity: low\n',
    'broken.yaml': 'kind: AlertRule\nname: never\nimmediate: maybe\n',
  });
});
afterAll(() => kit.close());
beforeEach(() => kit.start());
afterEach(async () => {
  kit.onStatement = () => undefined;
  kit.onCount = () => undefined;
  kit.onTake = () => undefined;
  kit.skewMs = 0;
  for (const { name, isEnabled, isBuiltIn } of await kit.alerts.rules(localAdmin)) {
    if (isEnabled) await kit.alerts.enable([name], false, localAdmin);
    if (!isBuiltIn) await kit.alerts.delete(name, localAdmin);
  }
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
const users = (): readonly (string | undefined)[] => fired().map(({ labels }) => labels['who']);
const rowsOf = (index: number): unknown => fired()[index]?.rows[0]?.['n'];

describe('each event is seen by one evaluation', () => {
  test('an event that comes ten minutes late, over the edge of a window, fires once', async () => {
    await kit.apply(byUser('late'));
    await kit.pass(3 * minute);
    await kit.receive([execEvent(newId(), kit.clock.now() - 10 * minute)]);
    await kit.until(async () => (await kit.pass(1000), kit.told.length > 0));
    await kit.pass(3 * minute);
    await kit.evaluated('late');
    expect([users(), rowsOf(0)]).toEqual([['ann'], '1']);
  });

  test('events of windows that were missed fire, each window by itself and in order', async () => {
    await kit.apply(byUser('missed'));
    await kit.evaluated('missed');
    kit.stall();
    for (const who of ['a', 'b', 'c']) {
      await kit.receive([execEvent(newId(), kit.clock.now(), { user: { username: who } })]);
      await kit.pass(2 * minute);
    }
    expect(kit.told).toEqual([]);
    kit.settle();
    await kit.until(async () => (await kit.pass(1000), fired().length >= 3));
    expect(users()).toEqual(['a', 'b', 'c']);
  });

  test('an evaluation that fails is done again over the same events, and says so meanwhile', async () => {
    await kit.apply(byUser('failing'));
    await kit.evaluated('failing');
    kit.onStatement = () => {
      throw new AppError('engine-unavailable', 'the engine is away');
    };
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.evaluated('failing');
    const view = await kit.alerts.rule('failing', localAdmin);
    expect([view.status, view.problem, kit.told]).toEqual(['failing', 'the engine is away', []]);
    kit.onStatement = () => undefined;
    await kit.until(async () => (await kit.pass(1000), kit.told.length > 0));
    await kit.pass(3 * minute);
    expect([users(), rowsOf(0)]).toEqual([['ann'], '1']);
    expect((await kit.alerts.rule('failing', localAdmin)).failures).toBe(0);
  });

  test('what cannot be kept is evaluated again, and nothing of it is half there', async () => {
    await kit.apply(byUser('full-disk'));
    let failures = 0;
    kit.onTake = (causes) => {
      if (causes.length === 0 || failures === 2) return;
      failures += 1;
      throw new Error('database or disk is full');
    };
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(1000), kit.told.length > 0));
    expect([failures, users()]).toEqual([2, ['ann']]);
    expect((await kit.alerts.history.causes({ rule: 'full-disk', limit: 10 }, localAdmin)).items).toHaveLength(1);
  });

  test('after a restart a rule goes on where it was, over what came in meanwhile', async () => {
    await kit.apply(byUser('restarted', 'countCondition: "__count__ >= 1"'));
    await kit.evaluated('restarted');
    await kit.receive([execEvent(newId(), kit.clock.now()), execEvent(newId(), kit.clock.now())]);
    await kit.stop();
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    kit.clock.advance(hour);
    await kit.start();
    await kit.until(async () => (await kit.pass(1000), kit.told.length > 0));
    await kit.pass(2 * minute);
    expect([users(), rowsOf(0)]).toEqual([['ann'], '3']);
  });

  test.each([
    ['back', -hour],
    ['forward', hour],
  ])('a clock that is set %s by an hour neither skips nor repeats', async (_, set) => {
    const name = `clock-${_}`;
    await kit.apply(byUser(name));
    const received: string[] = [];
    const receive = async (who: string) => {
      received.push(who);
      await kit.receive([execEvent(newId(), kit.clock.now(), { user: { username: who } })]);
      await kit.pass(2 * minute);
    };
    await receive('before');
    kit.skewMs = set;
    await receive('after');
    await receive('later');
    kit.skewMs = 0;
    await receive('mended');
    await kit.until(async () => (await kit.pass(minute), fired().length >= received.length));
    await kit.pass(3 * minute);
    expect(users()).toEqual(received);
  });
});

describe('immediate rules', () => {
  test('each event is told, once, however often it comes', async () => {
    await kit.apply(immediate('now'));
    const [one, two] = [newId(), newId()];
    const at = kit.clock.now();
    await kit.receive([execEvent(one, at), execEvent(two, at)]);
    await kit.until(async () => (await kit.pass(100), kit.told.length === 2));
    const truncated = { annotations: { 'audit.k8s.io/truncated': 'true' } };
    await kit.receive([execEvent(one, at), execEvent(two, at, truncated)]);
    await kit.pass(5000);
    expect(kit.told.map(({ ends, status, clusters }) => [ends, status, clusters])).toEqual([
      ['never', 'firing', ['prod']],
      ['never', 'firing', ['prod']],
    ]);
  });

  test.each([
    ['a statement', '| select auditID, "user.username" as who'],
    ['a search', ''],
  ])('of %s: who uses an audit id again is told of again, and the same request is not', async (what, sql) => {
    const name = `again-${what.replace(' ', '-')}`;
    await kit.apply(immediate(name, 'groupBy: [auditID]').replace("exec'", `exec ${sql}'`));
    const id = newId();
    const request = (second: number, more: object = {}) =>
      execEvent(id, kit.clock.now(), { requestReceivedTimestamp: `2026-01-01T00:00:0${second}.000000Z`, ...more });
    const send = async (...events: readonly string[]) => {
      await kit.receive(events);
      await kit.evaluated(name);
    };
    await send(request(1));
    await send(request(1, { stage: 'ResponseComplete' }));
    await send(request(2), request(3));
    await send(request(1), request(3));
    await kit.until(async () => (await kit.pass(100), kit.told.length >= 3));
    await kit.pass(3000);
    expect(kit.told.map(({ labels }) => labels)).toEqual([{ auditID: id }, { auditID: id }, { auditID: id }]);
  });

  test('what finds nothing asks nothing but the count, and moves on', async () => {
    let statements = 0;
    kit.onStatement = () => {
      statements += 1;
    };
    await kit.apply(immediate('idle').replace('exec', 'nothing'));
    for (let round = 0; round < 3; round += 1) {
      await kit.receive([execEvent(newId(), kit.clock.now())]);
      await kit.evaluated('idle');
    }
    expect([statements, kit.told]).toEqual([0, []]);
  });

  test('what comes while matches are counted for long waits no longer than a second', async () => {
    await kit.apply(immediate('long'));
    let isCounting = false;
    kit.onCount = async () => {
      kit.onCount = () => undefined;
      isCounting = true;
      // A pause is four times as long as this, if nothing bounds it.
      await new Promise((resolve) => setTimeout(resolve, 400));
    };
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(100), isCounting));
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(() => kit.told.length === 1);
    await kit.pass(1000);
    await kit.until(() => kit.told.length === 2);
  });

  test('one that fails holds up no other, and misses nothing', async () => {
    await kit.apply(`${immediate('bad')}---\n${immediate('good', 'labels: {team: a}')}`);
    let isBroken = true;
    let asked = 0;
    kit.onStatement = () => {
      asked += 1;
      if (isBroken && asked === 1) throw new AppError('query-timeout', 'too slow');
    };
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(100), kit.told.length === 1));
    isBroken = false;
    await kit.until(async () => (await kit.pass(1000), kit.told.length === 2));
    expect(kit.told.map(({ rule }) => rule).toSorted()).toEqual(['bad', 'good']);
  });

  test('one of which nothing can be kept is evaluated again after growing waits, and told when there is room', async () => {
    await kit.apply(immediate('full-disk'));
    let failures = 0;
    kit.onTake = (causes) => {
      if (causes.length === 0) return;
      failures += 1;
      throw new Error('database or disk is full');
    };
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(1000), failures > 0));
    for (let seconds = 0; seconds < 30; seconds += 1) {
      await kit.pass(1000);
      await sleep(50);
    }
    expect(failures).toBeLessThan(12);
    kit.onTake = () => undefined;
    await kit.until(async () => (await kit.pass(1000), kit.told.length > 0));
    expect(kit.told).toHaveLength(1);
  });
});

describe('rules', () => {
  test('that come with the product are there, switched off; a broken one stops none', async () => {
    expect(
      (await kit.alerts.rules(localAdmin)).map(({ name, status, isBuiltIn }) => [name, status, isBuiltIn]),
    ).toEqual([['built-in', 'off', true]]);
    await kit.alerts.enable(['built-in'], true, localAdmin);
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(100), kit.told.length === 1));
    expect(kit.told[0]?.severity).toBe('low');
    await kit.apply(immediate('built-in'));
    expect(await kit.alerts.rule('built-in', localAdmin)).toMatchObject({ isBuiltIn: false, isEnabled: true });
    await kit.alerts.delete('built-in', localAdmin);
    expect(await kit.alerts.rule('built-in', localAdmin)).toMatchObject({ isBuiltIn: true, isEnabled: false });
  });

  test('see what their owner sees, and stop visibly when the owner is gone', async () => {
    const limits = { projects: null, clusters: null, namespaces: ['bank'], bodies: true };
    const user = { name: 'bea', passwordHash: 'x', role: 'analyst', limits, mustChangePassword: false } as const;
    await kit.kept.records.users.add(user);
    const bea = await kit.kept.records.users.find('bea');
    if (!bea) throw new Error('there is no bea');
    await kit.apply(immediate('hers'), await callerOfUser(kit.kept.records, bea));
    const bank = { objectRef: { resource: 'pods', subresource: 'exec', namespace: 'bank', name: 'vault' } };
    await kit.receive([execEvent(newId(), kit.clock.now()), execEvent(newId(), kit.clock.now(), bank)]);
    await kit.until(async () => (await kit.pass(100), kit.told.length > 0));
    expect(kit.told.map(({ rows }) => rows[0]?.['objectRef.namespace'])).toEqual(['bank']);
    await kit.kept.records.users.delete('bea');
    await kit.receive([execEvent(newId(), kit.clock.now(), bank)]);
    await kit.until(
      async () => (await kit.pass(1000), (await kit.alerts.rule('hers', localAdmin)).status === 'stopped'),
    );
    expect((await kit.alerts.rule('hers', localAdmin)).problem).toBe('its owner was deleted');
    expect(kit.told).toHaveLength(1);
  });

  test('are shown, as what came of them, only to those who see as much as their owner', async () => {
    await kit.apply(immediate('mine'));
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(100), kit.told.length > 0));
    const limited = { ...localAdmin, name: 'limited', scope: { ...localAdmin.scope, namespaces: ['shop'] } };
    expect((await kit.alerts.rules(limited)).map(({ name }) => name)).toEqual(['built-in']);
    await expect(kit.alerts.rule('mine', limited)).rejects.toMatchObject({ code: 'not-found' });
    expect((await kit.alerts.history.causes({ rule: 'mine', limit: 10 }, limited)).items).toEqual([]);
    expect((await kit.alerts.history.causes({ rule: 'mine', limit: 10 }, localAdmin)).items).toHaveLength(1);
    await expect(kit.apply(immediate('mine', 'labels: {a: b}'), limited)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('that were changed while they were evaluated keep nothing of it', async () => {
    await kit.apply(byUser('changed'));
    kit.onStatement = async () => {
      kit.onStatement = () => undefined;
      await kit.apply(byUser('changed', 'labels: {version: two}'));
    };
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(1000), kit.told.length > 0));
    await kit.pass(2 * minute);
    expect(fired().map(({ labels }) => labels)).toEqual([{ version: 'two', who: 'ann' }]);
  });

  test('with a statement that is wrong are refused, all of the file', async () => {
    const wrong = byUser('wrong').replace('count(*)', 'no_such_function(1)');
    await expect(kit.apply(`${byUser('right')}\n---\n${wrong}`)).rejects.toThrow('no_such_function');
    await expect(kit.alerts.rule('right', localAdmin)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what fires', () => {
  const overlapping = (name: string, more = ''): string => byUser(name, `window: 3m\nsendResolved: true\n${more}`);

  /** A rule that fails for minutes is told of by itself. Each test begins an hour after the one before: windows that overlap look back. */
  const toldOf = (rule: string) => kit.told.filter((cause) => cause.rule === rule);

  test('is over only where a whole answer says so', async () => {
    await kit.pass(hour);
    await kit.apply(overlapping('over'));
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(1000), toldOf('over').length > 0));
    kit.onStatement = () => {
      throw new AppError('query-timeout', 'too slow');
    };
    await kit.pass(10 * minute);
    expect(toldOf('over').map(({ status }) => status)).toEqual(['firing']);
    expect(await kit.alerts.history.firing({ rule: 'over', limit: 10 }, localAdmin)).toHaveLength(1);
    kit.onStatement = () => undefined;
    await kit.until(async () => (await kit.pass(minute), toldOf('over').length === 2));
    expect(toldOf('over').map(({ status, ends }) => [status, ends])).toEqual([
      ['firing', 'told'],
      ['resolved', 'told'],
    ]);
    const [begin, end] = toldOf('over');
    expect(end?.episode).toBe(begin?.episode);
    expect(await kit.alerts.history.firing({ rule: 'over', limit: 10 }, localAdmin)).toEqual([]);
  });

  test('is over when its rule is switched off, and told so', async () => {
    await kit.pass(hour);
    await kit.apply(overlapping('off'));
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(1000), toldOf('off').length > 0));
    await kit.alerts.enable(['off'], false, localAdmin);
    expect(toldOf('off').map(({ status }) => status)).toEqual(['firing', 'resolved']);
    expect(await kit.alerts.history.firing({ limit: 10 }, localAdmin)).toEqual([]);
  });

  test('of a rule that is muted is kept and not told', async () => {
    const until = new Date(kit.clock.now() + hour).toISOString();
    await kit.apply(immediate('muted', `muteUntil: "${until}"`));
    await kit.receive([execEvent(newId(), kit.clock.now())]);
    await kit.until(async () => (await kit.pass(100), kit.told.length > 0));
    expect(kit.told[0]?.isMuted).toBe(true);
  });
});

describe('a replay', () => {
  test('says how often a rule would have fired over what happened, and keeps nothing', async () => {
    const begin = kit.clock.now();
    const at = (minutes: number): string =>
      execEvent(newId(), begin + minutes * minute, { user: { username: 'replayed' } });
    await kit.receive([at(1), at(1), at(30), at(90)], { at: begin + 2 * hour });
    const text = byUser('replayed').replace('exec |', 'exec and user.username: replayed |');
    const { rules } = readRuleFile(text);
    const range = { from: (begin - hour) / 1000, to: (begin + 2 * hour) / 1000 };
    const { signal } = new AbortController();
    const replayed = await kit.alerts.replay({ rules, ...range, caller: localAdmin, signal });
    if (!replayed.ok) throw new Error(replayed.diagnostics[0]?.message);
    const [rule] = replayed.value;
    expect(rule).toMatchObject({ name: 'replayed', fired: 3, evaluations: 180, isComplete: true });
    expect(rule?.firings.map(({ at: told, labels, rows }) => [told >= begin, labels, rows[0]?.['n']])).toEqual([
      [true, { who: 'replayed' }, '2'],
      [true, { who: 'replayed' }, '1'],
      [true, { who: 'replayed' }, '1'],
    ]);
    expect(await kit.alerts.rules(localAdmin)).toHaveLength(1);
  });
});
