import { expect, test } from 'vitest';
import { compileRule, type Change, createFiller, type Group, readRuleFile } from '../../rules/index.ts';
import { causeOf } from './causes.ts';

const kib = 'x'.repeat(1023);

/** What a cause of a rule keeps of rows. */
function keptOf(rows: Group['rows']) {
  const text = 'kind: AlertRule\nname: r\nquery: "verb: get"\nimmediate: true\nseverity: high\n';
  const rule = readRuleFile(text).rules[0]?.rule;
  const compiled = rule && compileRule(rule);
  if (!compiled?.ok) throw new Error('the rule is wrong');
  const group = {
    identity: 'g',
    labels: {},
    rows,
    rowCount: 500,
    matchedCount: 500,
    counts: {},
    severity: 'high',
  } as const;
  const times = { held: 1, startedAt: 1, toldAt: 1 };
  const instance = {
    fingerprint: 'f',
    state: 'firing',
    kind: 'group',
    labels: {},
    severity: 'high',
    episode: 'e',
    ...times,
  } as const;
  const change: Change = { kind: 'fired', key: 'k', instance, severity: 'high', group };
  const scope = { clusterIds: null, namespaces: null, bodies: true };
  const checked = compiled.value;
  const context = { clusters: [], project: undefined, scope };
  return causeOf(change, { compiled: checked, fill: createFiller(checked), context, at: 1 });
}

test('a cause keeps as many rows as are 32 KiB, and says how many there were', () => {
  const cause = keptOf(Array.from({ length: 100 }, () => ({ a: kib, b: kib })));
  expect([cause.rows.length, cause.rowCount]).toEqual([16, 500]);
});

test('it keeps what fits of a first row that is larger', () => {
  const row = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [String.fromCodePoint(97 + (index % 26)) + (index > 25 ? 'a' : ''), kib]),
  );
  const [first, ...others] = keptOf([row, row]).rows;
  expect([Object.keys(first ?? {}).length, others]).toEqual([31, []]);
});

test('it counts bytes, and keeps rows that are small', () => {
  expect(keptOf(Array.from({ length: 100 }, () => ({ a: '事'.repeat(1024) }))).rows).toHaveLength(10);
  expect(keptOf(Array.from({ length: 100 }, () => ({ a: '1' }))).rows).toHaveLength(100);
});
