import { localAdmin } from '../../access/index.ts';
import { type Diagnostic, ok, type Result } from '../../base/index.ts';
import { type AlertRule, type CompiledRule, compileRule, type Instance } from '../../rules/index.ts';
import { askQueries } from '../evaluate/index.ts';
import type { Judge, RuleAnswer } from '../judge/index.ts';
import { type Difference, differenceOf, type ExpectedGroup, type FoundGroup } from './match-groups.ts';
import { eventsOf, type RuleTest } from './test-events.ts';
import { runsOf, type TestRun } from './test-runs.ts';
import type { LoadedTest, TestedStore } from './tested-store.ts';

/** What came of one test of a rule. */
export interface RuleTestOutcome extends Difference {
  readonly rule: string;
  readonly test: string;
  readonly hasPassed: boolean;
  readonly expected: readonly ExpectedGroup[];
  readonly found: readonly FoundGroup[];
  /** Why it could not be evaluated; then it has failed. */
  readonly problems: readonly string[];
  /** What was passed over: values that are none, texts that could not be filled in. */
  readonly faults: readonly string[];
}

interface Case {
  readonly judge: Judge;
  readonly rule: AlertRule;
  readonly test: RuleTest;
}

/** Runs the tests that rules carry, one after another. A store is opened where one of them has events, and serves all. */
export async function runRuleTests(
  rules: readonly AlertRule[],
  { openStore, judge }: { readonly openStore: () => Promise<TestedStore>; readonly judge: Judge },
): Promise<readonly RuleTestOutcome[]> {
  const cases = rules.flatMap((rule) => (rule.tests ?? []).map((test) => ({ rule, test, judge })));
  const stored = cases.filter(({ test }) => test.events);
  if (stored.length === 0) return Promise.all(cases.map((one) => outcomeOf(one, undefined)));
  const store = await openStore();
  try {
    const loaded = await store.load(stored.map(({ rule, test }) => eventsOf(rule, test)));
    const outcomes: RuleTestOutcome[] = [];
    for (const one of cases) outcomes.push(await outcomeOf(one, loaded[stored.indexOf(one)]));
    return outcomes;
  } finally {
    await store.close();
  }
}

type Answering = LoadedTest | undefined;

async function outcomeOf(tested: Case, answering: Answering): Promise<RuleTestOutcome> {
  const { rule, test } = tested;
  const expected = test.expect;
  const { found, problems, faults } = await firingOf(tested, answering);
  const difference = differenceOf(expected, found);
  const hasPassed = problems.length + difference.missing.length + difference.unexpected.length === 0;
  return { rule: rule.name, test: test.name, hasPassed, expected, found, ...difference, problems, faults };
}

type Found = Pick<RuleTestOutcome, 'found' | 'problems' | 'faults'>;

/** What fires after the evaluations of a test. */
async function firingOf({ rule, test, judge }: Case, answering: Answering): Promise<Found> {
  const compiled = compileRule(rule);
  if (!compiled.ok) return rejected(compiled.diagnostics);
  if (answering && 'problem' in answering) return failed([answering.problem]);
  const { lines } = eventsOf(rule, test);
  const runs = runsOf(
    rule,
    test,
    lines.map(({ receivedAtMicros }) => receivedAtMicros),
  );
  let instances: readonly Instance[] = [];
  let firing: Found = failed([]);
  for (const [index, run] of runs.entries()) {
    const answers = test.rows ? ok(test.rows.map(givenRows)) : await answersTo(compiled.value, run, answering);
    if (!answers.ok) return rejected(answers.diagnostics);
    const trying = { compiled: compiled.value, answers: answers.value, instances, at: run.tick, step: String(index) };
    const tried = await judge.tryOut(trying, { turn: rule.name, signal: new AbortController().signal });
    if (!tried.ok) return rejected(tried.diagnostics);
    const { firing: found, faults } = tried.value;
    ({ instances } = tried.value);
    firing = { found, problems: [], faults };
  }
  return firing;
}

/** The rule looks at the events of its test, whichever clusters it names. */
function answersTo(
  compiled: CompiledRule,
  { windows, tick }: TestRun,
  answering: Answering,
): Promise<Result<readonly RuleAnswer[]>> {
  if (!answering || 'problem' in answering) return Promise.resolve(ok([]));
  const { clusters: _theirs, queries, ...rest } = compiled.rule;
  const anywhere = queries?.map(({ clusters: _some, ...query }) => query);
  const rule = { ...rest, ...(anywhere ? { queries: anywhere } : {}) };
  const { signal } = new AbortController();
  const asking = { caller: localAdmin, nowMicros: tick * 1000, signal, turn: rule.name, reach: 'usual' } as const;
  return askQueries(answering.analysis, { compiled: { ...compiled, rule }, windows, ...asking });
}

function givenRows(rows: NonNullable<RuleTest['rows']>[number]): RuleAnswer {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const values = rows.map((row) => columns.map((name) => row[name] ?? null));
  const all = Number.POSITIVE_INFINITY;
  return { columns, rows: Buffer.from(JSON.stringify(values)), most: all, cutFrom: all, isSearch: false };
}

function failed(problems: readonly string[]): Found {
  return { found: [], problems, faults: [] };
}

function rejected(diagnostics: readonly Diagnostic[]): Found {
  return failed(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message));
}
