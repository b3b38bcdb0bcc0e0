import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CompiledRule, Evaluation, Group } from '../evaluate/index.ts';
import type { Severity } from '../form.ts';
import { compiled, moment } from '../testkit/rule.ts';
import type { Change, Instance } from './instance.ts';
import { maxInstances, stepInstances } from './step-instances.ts';

function group(name: string, severity: Severity | undefined): Group {
  const rows = severity === undefined ? [] : [{ name }];
  return {
    identity: JSON.stringify([name]),
    labels: { name },
    rows,
    rowCount: 1,
    matchedCount: 1,
    counts: {},
    severity,
  };
}

/** What an evaluation found: groups by name with their severities. */
interface Found {
  readonly groups: Readonly<Record<string, Severity | undefined>>;
  readonly isCut?: boolean;
  readonly failure?: string | undefined;
}

function evaluation({ groups, isCut = false, failure }: Found): Evaluation {
  const all = Object.entries(groups).map(([name, severity]) => group(name, severity));
  return { groups: all, isEmpty: all.length === 0 && !isCut && failure === undefined, isCut, faults: [], failure };
}

/** What is told of evaluations, one a minute. */
function told(rule: CompiledRule, ...found: readonly Found[]): readonly (readonly string[])[] {
  let instances: readonly Instance[] = [];
  return found.map((one, index) => {
    const step = stepInstances(rule, instances, evaluation(one), moment(index + 1));
    ({ instances } = step);
    return step.changes.map((change) => `${change.instance.labels['name'] ?? '-'} ${change.kind} ${change.severity}`);
  });
}

const a = { groups: { a: 'high' } } as const;
const none = { groups: { a: undefined } } as const;
const nothing = { groups: {} } as const;

describe('windows that do not overlap', () => {
  test('each firing is told, and the end', () => {
    const rule = compiled({});
    expect(told(rule, a, a, none, a, nothing)).toEqual([
      ['a fired high'],
      ['a again high'],
      ['a resolved high'],
      ['a fired high'],
      ['a resolved high'],
    ]);
  });

  test('a higher severity is said to be one', () => {
    const low = { groups: { a: 'low' } } as const;
    expect(told(compiled({}), low, a, low, a)).toEqual([
      ['a fired low'],
      ['a escalated high'],
      ['a again low'],
      ['a again high'],
    ]);
  });

  test('the threshold begins anew after a miss', () => {
    expect(told(compiled({ threshold: 3 }), a, a, none, a, a, a, a)).toEqual([
      [],
      [],
      [],
      [],
      [],
      ['a fired high'],
      ['a again high'],
    ]);
  });

  test('groups go their own ways', () => {
    const both = { groups: { a: 'high', b: 'low' } } as const;
    const rule = compiled({ threshold: 2 });
    expect(told(rule, a, both, both, a)).toEqual([
      [],
      ['a fired high'],
      ['a again high', 'b fired low'],
      ['a again high', 'b resolved low'],
    ]);
  });
});

describe('windows that overlap', () => {
  test('what goes on is told at its begin, at a higher severity, at its end', () => {
    const low = { groups: { a: 'low' } } as const;
    const rule = compiled({ window: '5m' });
    expect(told(rule, low, low, a, low, a, none)).toEqual([
      ['a fired low'],
      [],
      ['a escalated high'],
      [],
      [],
      ['a resolved high'],
    ]);
  });

  test('and each repeatInterval', () => {
    const rule = compiled({ window: '5m', repeatInterval: '2m' });
    expect(told(rule, a, a, a, a, a)).toEqual([['a fired high'], [], ['a repeated high'], [], ['a repeated high']]);
  });

  test('a clock that was set back puts nothing off for longer than the interval', () => {
    const rule = compiled({ window: '5m', repeatInterval: '2m' });
    let { instances } = stepInstances(rule, [], evaluation(a), moment('1', 3_600_000));
    const kinds = [0, 60_000, 120_000, 240_000].map((at) => {
      const step = stepInstances(rule, instances, evaluation(a), moment(`back ${at}`, at));
      ({ instances } = step);
      return step.changes.map(({ kind }) => kind);
    });
    expect(kinds).toEqual([[], [], ['repeated'], ['repeated']]);
  });
});

describe('what is known of an answer', () => {
  test.each([
    ['a cut one', { groups: {}, isCut: true }],
    ['a cut one with the group', { groups: { a: undefined }, isCut: true }],
    ['a failed one', { groups: {}, failure: 'no column' }],
  ])('%s ends nothing', (_, found) => {
    const rule = compiled({ window: '5m' });
    expect(told(rule, a, found, a, none)).toEqual([['a fired high'], [], [], ['a resolved high']]);
  });

  test('a cut one begins what it shows', () => {
    expect(told(compiled({}), { ...a, isCut: true })).toEqual([['a fired high']]);
  });
});

describe('groups by audit id', () => {
  const rule = compiled({ query: '* | select auditID', groupBy: ['auditID'], window: '5m' });

  test('are told once in each episode, never again, and do not end', () => {
    expect(told(rule, a, a, { groups: { a: 'critical' } }, none)).toEqual([['a fired high'], [], [], []]);
  });

  test('have one key for ever', () => {
    const keys = [1, 9].map((step) => stepInstances(rule, [], evaluation(a), moment(step)).changes[0]?.key);
    expect(keys[0]).toBe(keys[1]);
  });
});

describe('immediate', () => {
  test('each firing is an episode of its own, and nothing is kept', () => {
    const rule = compiled({ immediate: true });
    const first = stepInstances(rule, [], evaluation(a), moment(1));
    const second = stepInstances(rule, first.instances, evaluation(a), moment(2));
    expect(first.instances).toEqual([]);
    expect([first, second].flatMap(({ changes }) => changes.map(({ kind }) => kind))).toEqual(['fired', 'fired']);
    expect(first.changes[0]?.instance.episode).not.toBe(second.changes[0]?.instance.episode);
    expect(first.changes[0]?.instance.fingerprint).toBe(second.changes[0]?.instance.fingerprint);
  });

  test('an event has one key for ever', () => {
    const rule = compiled({ immediate: true, query: 'verb: delete' });
    const keys = [1, 2].map((step) => stepInstances(rule, [], evaluation(a), moment(step)).changes[0]?.key);
    expect(keys[0]).toBe(keys[1]);
  });
});

describe('no data', () => {
  test('is told after as many empty answers as the threshold says, and its end', () => {
    const rule = compiled({ noData: { severity: 'low' }, threshold: 3 });
    expect(told(rule, nothing, nothing, none, nothing, nothing, nothing, nothing, none)).toEqual([
      [],
      [],
      [],
      [],
      [],
      ['- noData low'],
      [],
      ['- resolved low'],
    ]);
  });

  test('goes on where the answer failed, and is over where a cut one has rows', () => {
    const rule = compiled({ noData: { severity: 'low' } });
    const cut = { groups: {}, isCut: true };
    expect(told(rule, nothing, { groups: {}, failure: 'x' }, nothing, cut)).toEqual([
      ['- noData low'],
      [],
      [],
      ['- resolved low'],
    ]);
  });

  test('is told again each repeatInterval, and not with each evaluation', () => {
    const rule = compiled({ noData: { severity: 'low' }, repeatInterval: '2m' });
    expect(told(rule, nothing, nothing, nothing)).toEqual([['- noData low'], [], ['- repeated low']]);
  });
});

test('however long answers are cut, instances are bounded', () => {
  const rule = compiled({ window: '5m' });
  let instances: readonly Instance[] = [];
  for (let step = 0; step < 15; step++) {
    const names = Array.from({ length: 1000 }, (_, n) => [`${step}-${n}`, 'low'] as const);
    const found = { groups: Object.fromEntries(names), isCut: true };
    ({ instances } = stepInstances(rule, instances, evaluation(found), moment(step)));
  }
  expect(instances.length).toBe(maxInstances);
  expect(instances.some(({ labels }) => labels['name'] === '14-0')).toBe(true);
  expect(instances.some(({ labels }) => labels['name'] === '0-0')).toBe(false);
});

const names = ['a', 'b', 'c'] as const;
const severity = fc.constantFrom<Severity | undefined>('critical', 'high', 'low', undefined, undefined);
const found = fc.record({
  groups: fc.dictionary(fc.constantFrom(...names), severity, { maxKeys: 3 }),
  isCut: fc.boolean(),
  failure: fc.option(fc.constant('failed'), { nil: undefined, freq: 8 }),
});
const rules = fc
  .record({
    window: fc.constantFrom('1m', '5m'),
    threshold: fc.integer({ min: 1, max: 3 }),
    repeatInterval: fc.constantFrom('2m', '1d'),
  })
  .map(compiled);

/** What is told of one group, from the whole of its history. */
function naive(rule: CompiledRule, history: readonly Found[], name: string): readonly string[] {
  const { threshold = 1 } = rule.rule;
  const repeat = rule.rule.repeatInterval === '2m' ? 2 : 1440;
  const kinds: string[] = [];
  let run = 0;
  let highest: number | undefined;
  let toldAt = 0;
  const rank = (one: Severity): number => ['low', 'high', 'critical'].indexOf(one);
  for (const [minute, { groups, isCut, failure }] of history.entries()) {
    if (failure !== undefined) continue;
    const now = groups[name];
    if (now === undefined) {
      if (isCut === true) continue;
      if (highest !== undefined) kinds.push(`${minute} resolved`);
      run = 0;
      highest = undefined;
      continue;
    }
    run++;
    if (run < threshold && highest === undefined) continue;
    const before = highest;
    highest = Math.max(highest ?? -1, rank(now));
    let kind: string | undefined;
    if (before === undefined) kind = 'fired';
    else if (highest > before) kind = 'escalated';
    else if (rule.causeKind === 'new-events') kind = 'again';
    else if (minute - toldAt >= repeat) kind = 'repeated';
    if (kind === undefined) continue;
    kinds.push(`${minute} ${kind}`);
    toldAt = minute;
  }
  return kinds;
}

describe('whatever is found', () => {
  test('is told as a naive model tells it', () => {
    fc.assert(
      fc.property(rules, fc.array(found, { maxLength: 20 }), (rule, history) => {
        let instances: readonly Instance[] = [];
        const all: { readonly minute: number; readonly change: Change }[] = [];
        for (const [minute, one] of history.entries()) {
          const step = stepInstances(rule, instances, evaluation(one), moment(minute));
          ({ instances } = step);
          all.push(...step.changes.map((change) => ({ minute, change })));
        }
        for (const name of names) {
          const own = all.filter(({ change }) => change.instance.labels['name'] === name);
          expect(own.map(({ minute, change }) => `${minute} ${change.kind}`)).toEqual(naive(rule, history, name));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a step that is done again after a crash is the same, and no two causes have one key', () => {
    fc.assert(
      fc.property(rules, fc.array(found, { maxLength: 20 }), (rule, history) => {
        let instances: readonly Instance[] = [];
        const keys: string[] = [];
        for (const [minute, one] of history.entries()) {
          const again = JSON.parse(JSON.stringify(instances)) as readonly Instance[];
          const step = stepInstances(rule, instances, evaluation(one), moment(minute));
          expect(stepInstances(rule, again, evaluation(one), moment(minute))).toEqual(step);
          ({ instances } = step);
          keys.push(...step.changes.map(({ key }) => key));
        }
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 300 },
    );
  });

  test('each episode begins once and ends once', () => {
    fc.assert(
      fc.property(rules, fc.array(found, { maxLength: 20 }), (rule, history) => {
        let instances: readonly Instance[] = [];
        const open = new Set<string>();
        for (const [minute, one] of history.entries()) {
          const step = stepInstances(rule, instances, evaluation(one), moment(minute));
          ({ instances } = step);
          for (const { kind, instance } of step.changes) {
            expect(open.has(instance.episode)).toBe(kind !== 'fired');
            if (kind === 'resolved') open.delete(instance.episode);
            else open.add(instance.episode);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
