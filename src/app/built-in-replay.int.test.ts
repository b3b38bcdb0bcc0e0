// All built-in rules over recorded traffic and over the demo: they fire on just what was done there on purpose. The file of answers says on
// which events, and what in the scenario explains it.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { localAdmin } from '../access/index.ts';
import { askQueries } from '../alert/evaluate/ask.ts';
import { readAnswer } from '../alert/judge/index.ts';
import type { TestedStore } from '../alert/index.ts';
import type { Analysis } from '../analysis/index.ts';
import { parseRfc3339 } from '../audit/index.ts';
import { createSimulation } from '../demo/index.ts';
import { recordedLines } from '../query/search/testkit/recordings.ts';
import {
  type AlertRule,
  compileRule,
  createTiming,
  durationMs,
  evaluateRule,
  type QueryRows,
  type Window,
} from '../rules/index.ts';
import { builtInFiles } from '../rules/testkit/built-in.ts';
import { openTestedStore } from './alert-test.ts';

const Fires = z.strictObject({ why: z.string().min(1), fires: z.array(z.string()) });
const OfRecording = z.record(z.string(), Fires.extend({ scenario: z.string().min(1) }));
const Answers = z.strictObject({
  'ack-v1': OfRecording,
  'modern-v1.36': OfRecording,
  demo: z.record(z.string(), Fires),
});
const answers = Answers.parse(
  parse(readFileSync(new URL('../../test/fixtures/built-in-replay.yaml', import.meta.url), 'utf8')),
);

const rules = builtInFiles().map(({ rule }) => rule);
const dayMicros = 86_400_000_000;
/** The demo's last ten days: eight that are looked at, of which the first has the incident, and what came before. */
const demoDays = 10;
const end = new Date('2026-11-21T09:00:00Z');

let store: TestedStore;
beforeAll(async () => {
  store = await openTestedStore();
});
afterAll(() => store.close());

/** A log that is stored as if each event had been received when it happened. */
interface Replayed {
  readonly analysis: Pick<Analysis, 'statement' | 'describe'>;
  readonly first: number;
  readonly last: number;
}

async function replayed(cluster: string, texts: readonly string[]): Promise<Replayed> {
  const lines = texts.map((text) => ({
    text,
    receivedAtMicros: parseRfc3339(/"stageTimestamp":"([^"]*)"/.exec(text)?.[1] ?? ''),
  }));
  const [loaded] = await store.load([{ cluster, lines }]);
  if (!loaded || 'problem' in loaded) throw new Error(loaded?.problem);
  const times = lines.map(({ receivedAtMicros }) => receivedAtMicros);
  const first = times.reduce((least, time) => Math.min(least, time), Infinity);
  return { analysis: loaded.analysis, first, last: times.reduce((most, time) => Math.max(most, time), 0) };
}

interface Fired {
  /** The audit id of each group that fires, where groups are told apart by one; else the values of the labels. */
  readonly groups: readonly string[];
  readonly rows: readonly QueryRows[];
}

async function firedIn({ analysis }: Replayed, rule: AlertRule, windows: readonly Window[]): Promise<Fired> {
  const asking = { caller: localAdmin, signal: new AbortController().signal, turn: rule.name };
  const [window] = windows;
  const through = window?.kind === 'receipt' ? window.through : 0;
  const compiled = compileRule(rule);
  if (!compiled.ok) throw new Error(`${rule.name}: ${JSON.stringify(compiled.diagnostics)}`);
  const asked = { ...asking, compiled: compiled.value, windows, nowMicros: through, reach: 'usual' } as const;
  const answer = await askQueries(analysis, asked);
  if (!answer.ok) throw new Error(`${rule.name}: ${JSON.stringify(answer.diagnostics)}`);
  const rows = answer.value.map(readAnswer);
  const { groups, faults } = evaluateRule(compiled.value, rows);
  expect(faults).toEqual([]);
  const firing = groups.filter(({ severity }) => severity !== undefined);
  return {
    groups: firing.map(({ labels }) => labels['auditID'] ?? labels['Event ID'] ?? Object.values(labels).join(' ')),
    rows,
  };
}

/**
 * A rule that counts gives no audit id: the same one, with those of what it counts. Its innermost select reads the events, and the others what
 * that gives.
 */
function withAuditIds(rule: AlertRule): AlertRule {
  const [search = '', ...selects] = (rule.query ?? '').split(/\bselect\b/i);
  const innermost = selects.pop() ?? '';
  const outer = selects.map((rest) => `select flatten(array_agg(audit_ids)) as audit_ids,${rest}`);
  const query = [search, ...outer, `select array_agg(distinct auditID) as audit_ids,${innermost}`].join('');
  return { ...rule, query };
}

/** The audit ids of all that fires in a window; of a rule that counts there is one group. */
async function auditIdsIn(log: Replayed, rule: AlertRule, windows: readonly Window[]): Promise<readonly string[]> {
  const { groups } = await firedIn(log, rule, windows);
  const isById = (rule.groupBy ?? []).some((name) => name === 'auditID' || name === 'Event ID');
  if (isById || groups.length === 0) return groups;
  expect(groups).toHaveLength(1);
  const { rows } = await firedIn(log, withAuditIds(rule), windows);
  return rows.flatMap(({ rows: [row] }) => Ids.parse(JSON.parse(String(row?.['audit_ids']))));
}

const Ids = z.array(z.string());

/** The windows of a rule from the first event to the last. */
function windowsOver({ first, last }: Replayed, rule: AlertRule): readonly (readonly Window[])[] {
  if (rule.immediate === true) return [[{ kind: 'receipt', after: 0, through: last }]];
  const timing = createTiming(rule, { timeZone: 'UTC' });
  const progress = { cursor: first - 1, tick: Math.floor(first / 1000), now: last / 1000 + 60_000, committed: last };
  return timing.due(progress, 1000).runs.map((run) => timing.windows(run));
}

async function firesOver(log: Replayed, rule: AlertRule): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const windows of windowsOver(log, rule)) for (const one of await auditIdsIn(log, rule, windows)) found.add(one);
  return [...found].toSorted();
}

/** What a file of answers says that fires, and what does. */
function expected(name: keyof typeof answers): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(answers[name]).map(([rule, { fires }]) => [rule, fires.toSorted()]));
}

describe.each(['ack-v1', 'modern-v1.36'] as const)('%s', (name) => {
  test('fires just what its scenario explains', async () => {
    const log = await replayed(name, recordedLines(name));
    const found: Record<string, readonly string[]> = {};
    for (const rule of rules) {
      const fires = await firesOver(log, rule);
      if (fires.length > 0) found[rule.name] = fires;
    }
    expect(found).toEqual(expected(name));
  }, 600_000);
});

describe('the demo', () => {
  const isDetection = ({ tags = [] }: AlertRule) => !tags.includes('ack') && !tags.includes('log-audit');
  let log: Replayed;

  beforeAll(async () => {
    const simulation = createSimulation({ seed: 1, now: end, days: demoDays });
    log = await replayed('demo', [...simulation.history()].flat());
  }, 600_000);

  /**
   * What fires in a part of the time. Counts only grow with a window, and what is new in a part of a day is new in the day: where a long window
   * is silent, so is every one within it.
   */
  async function firesWithin(rule: AlertRule, after: number, through: number): Promise<readonly string[]> {
    const fires = (await firedIn(log, rule, [{ kind: 'receipt', after, through }])).groups;
    const window = rule.window === undefined ? Infinity : durationMs(rule.window) * 1000;
    if (fires.length === 0 || through - after <= 2 * window) return fires;
    const middle = (after + through) / 2;
    // Halves overlap by a window, so that none is cut by the middle.
    const halves = [
      await firesWithin(rule, after, middle + window / 2),
      await firesWithin(rule, middle - window / 2, through),
    ];
    return [...new Set(halves.flat())];
  }

  test.each(rules.filter(isDetection).map((rule) => [rule.name, rule] as const))(
    'in a week, %s fires on nothing but the incident',
    async (name, rule) => {
      const through = end.getTime() * 1000;
      const days = Array.from({ length: demoDays - 2 }, (_, day) => through - day * dayMicros);
      const found = new Set<string>();
      for (const day of days) for (const one of await firesWithin(rule, day - dayMicros, day)) found.add(one);
      expect([...found].toSorted()).toEqual(expected('demo')[name] ?? []);
    },
    300_000,
  );
});
