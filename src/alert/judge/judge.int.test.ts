// What rules found is judged where it holds nobody up, and comes to the same there.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createManualClock, systemClock } from '../../platform/index.ts';
import { compiled } from '../../rules/testkit/rule.ts';
import { readAnswer, type RuleAnswer } from './answer.ts';
import { createJudge, type Judge } from './judge.ts';
import { judge as judgeHere, type Judging } from './judgement.ts';

let judge: Judge;
beforeAll(() => {
  judge = createJudge(systemClock);
});
afterAll(() => judge.close());

const whose = { turn: 'rule', signal: new AbortController().signal };
const scope = { clusterIds: null, namespaces: null, bodies: true };
const at = createManualClock(1_763_661_600_000).now();

function answerOf(rows: readonly (readonly unknown[])[]): RuleAnswer {
  const bytes = Uint8Array.from(Buffer.from(JSON.stringify(rows)));
  return { columns: ['who', 'n', 'text'], rows: bytes, most: 100_000, cutFrom: 100_001, isSearch: false };
}

function judging(answers: readonly RuleAnswer[], members: Readonly<Record<string, unknown>>): Judging {
  const annotations = { title: '${who} did ${n}', desc: { en: '${text}', ja: '${text}' } };
  const rule = compiled({ groupBy: ['who'], annotations, ...members });
  const context = { clusters: ['prod'], project: 'shop', scope };
  const window = { kind: 'receipt', after: 0, through: 1 } as const;
  return { compiled: rule, answers, before: [], at, step: 'through 1', context, window, isPart: false };
}

/** Judges, and counts how often others had their turn meanwhile. */
async function judgedBeside(given: Judging) {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const judgement = await judge.judge(given, whose);
  clearInterval(timer);
  return { judgement, turns };
}

const rows = (count: number, groups: number): RuleAnswer =>
  answerOf(
    Array.from({ length: count }, (_, n) => [`user-${n % groups}`, n, `some text of an event ${'x'.repeat(60)}`]),
  );

test('a few rows are judged at once, and start no thread', async () => {
  const { judgement } = await judgedBeside(judging([rows(10, 3)], {}));
  expect(judgement).toMatchObject({ ok: true, value: { groups: 3, rows: [10] } });
  expect(judge.threads()).toBe(0);
});

test('a hundred thousand rows of a thousand groups leave everybody else their turns, and come to what they come to in place', async () => {
  const condition = { condition: 'n >= 0 && text =~ ".*event.*"', countCondition: '__count__ > 99' };
  const { judgement, turns } = await judgedBeside(judging([rows(100_000, 1000)], condition));
  const again = judging([rows(100_000, 1000)], condition);
  expect(judgement).toEqual(judgeHere(again, again.answers.map(readAnswer)));
  expect(judgement.ok && judgement.value.causes.length).toBe(1000);
  expect([judge.threads() > 0, turns > 20]).toEqual([true, true]);
});

test('so does a join of a few rows that looks at each pair', async () => {
  const queries = [{ query: '* | select 1' }, { query: '* | select 1' }];
  const combine = [{ type: 'left_join', on: '$0.n > $1.n && $0.text =~ $1.text' }];
  const { judgement, turns } = await judgedBeside(
    judging([rows(500, 10), rows(500, 10)], { queries, combine, groupBy: ['$0.who'] }),
  );
  expect(judgement.ok && judgement.value.groups).toBe(10);
  expect(turns).toBeGreaterThan(20);
});

test('what cannot be judged says so from a thread as well', async () => {
  const { judgement } = await judgedBeside(judging([rows(20_000, 10)], { condition: 'whom == "x"' }));
  expect(judgement).toMatchObject({ ok: false, diagnostics: [{ message: expect.stringContaining('whom') }] });
});
