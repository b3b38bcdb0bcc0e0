import { setImmediate } from 'node:timers/promises';
import type { StatementAnswer } from '../../analysis/index.ts';
import { fail, ok, type Result } from '../../base/index.ts';
import { bindStatement, type Panel, textIn, wholeStatement } from '../../dashboards/index.ts';
import type { TimeRange } from '../../query/index.ts';
import { maxEvidence } from '../../vulnerabilities/index.ts';
import type { CveData } from '../cve/data.ts';
import { dateNotes, matchVersions } from '../cve/match.ts';
import type { GiveRows } from './attempts.ts';
import type { FindEarlier } from './earlier.ts';
import { failureOf, type PanelFailure, rejected } from './failure.ts';
import { type Run, type RunDeps, shownTime } from './question.ts';
import { firstRows, type RowBounds } from './rows.ts';

type Rows = readonly (readonly unknown[])[];

/** The rows of a panel, or why there are none. */
export interface PanelAnswer {
  readonly id: string;
  readonly title: string;
  readonly counts: Panel['counts'];
  readonly chart: Panel['chart'];
  /** What was run; of a statement that cannot be run, as it is written. */
  readonly query: string;
  readonly columns: StatementAnswer['columns'];
  readonly rows: Rows;
  readonly before?: PeriodBefore | undefined;
  readonly limited?: number | undefined;
  readonly notes?: readonly string[] | undefined;
  readonly elapsedMs: number;
  readonly error?: PanelFailure | undefined;
}

/** The same over the period before, or why there is none. */
export type PeriodBefore =
  | { readonly from: string; readonly to: string; readonly rows: Rows }
  | { readonly none: 'retention' | 'no-earlier-event' };

/** What a statement gave. */
export interface Given {
  readonly columns: StatementAnswer['columns'];
  readonly rows: Rows;
  readonly limited: number | undefined;
}

interface GivenVersions extends Given {
  readonly notes: readonly string[];
}

/** What versions are read from is not shown, but what is found in it. */
const evidenceBounds: RowBounds = { rows: maxEvidence, bytes: 8 << 20 };

export interface PanelDeps extends RunDeps {
  readonly findEarlier: FindEarlier;
  /** Where the dashboard has to do with it. */
  readonly cve: CveData | undefined;
  readonly bounds: RowBounds;
}

/** A panel of a run. */
export interface PanelToRun {
  readonly panel: Panel;
  /** It came with the CVE data, so that it says of when that is. */
  readonly isOfCve: boolean;
  /** Gives the rows that it has, where it shares a statement with others. */
  readonly giveRows: GiveRows | undefined;
  /** Why it cannot be run. */
  readonly broken: PanelFailure | undefined;
}

/** Runs one panel. It fails by its answer; what is thrown ends the run, as an aborted signal does. */
export async function runPanel(
  deps: PanelDeps,
  { panel, isOfCve, giveRows, broken }: PanelToRun,
  run: Run,
): Promise<PanelAnswer> {
  const startedAt = performance.now();
  const { id, counts, chart } = panel;
  const facts = { id, title: textIn(panel.title, run.language), counts, chart };
  const failed = (error: PanelFailure, query: string): PanelAnswer => ({
    ...facts,
    query,
    columns: [],
    rows: [],
    elapsedMs: Math.round(performance.now() - startedAt),
    error,
  });
  if (broken) return failed(broken, panel.statement);
  // A large statement takes tens of milliseconds to put values into: others are answered in between.
  await setImmediate();
  const bound = bindStatement(wholeStatement(panel), { filters: run.filters, variables: run.variables });
  if (!bound.ok) return failed(rejected(bound.diagnostics), panel.statement);
  const query = bound.value;
  try {
    const [given, before] = await Promise.all([
      askRows(deps, { panel, giveRows }, query, run),
      panel.compare === true ? compare(deps, giveRows, query, run) : undefined,
    ]);
    if (!given.ok) return failed(rejected(given.diagnostics), query);
    if (before && !before.ok) return failed(rejected(before.diagnostics), query);
    const elapsedMs = Math.round(performance.now() - startedAt);
    const notes = isOfCve && deps.cve ? dateNotes(deps.cve, run.language) : undefined;
    return { ...facts, query, notes, ...given.value, before: before?.value, elapsedMs };
  } catch (error) {
    run.signal.throwIfAborted();
    return failed(failureOf(error, deps.logger, id), query);
  }
}

/** Asks a statement over a range. */
export async function ask(
  { analysis, bounds }: PanelDeps,
  query: string,
  { fromMicros, toMicros }: TimeRange,
  { caller, signal, clusters, timeZone }: Run,
): Promise<Result<Given>> {
  const question = {
    query,
    from: shownTime(fromMicros),
    to: shownTime(toMicros),
    clusters: clusters.map(({ name }) => name),
    timeZone,
    maxRows: bounds.rows,
  };
  const answer = await analysis.statement({ caller, signal, question });
  if (!answer.ok) return fail(...answer.diagnostics);
  return ok(givenOf(answer.value, bounds));
}

/** The rows of an answer that a panel has room for. */
export function givenOf(answer: Omit<StatementAnswer, 'read'>, bounds: RowBounds): Given {
  const { columns, limited } = answer;
  const { rows, isCut } = firstRows(answer.rows, bounds);
  const atLimit = limited !== undefined && rows.length >= limited ? limited : undefined;
  return { columns, rows, limited: isCut ? rows.length : atLimit };
}

/** Has the rows given that it shares with others, else asks for its own. */
async function askRows(
  deps: PanelDeps,
  { panel, giveRows }: Pick<PanelToRun, 'panel' | 'giveRows'>,
  query: string,
  run: Run,
): Promise<Result<Given & { readonly notes?: readonly string[] }>> {
  const given = await giveRows?.(run.range);
  if (given) return given;
  return panel.match && deps.cve ? askVersions(deps, deps.cve, query, run) : ask(deps, query, run.range, run);
}

/** Asks which versions were seen, and gives those that are vulnerable. */
async function askVersions(deps: PanelDeps, cve: CveData, query: string, run: Run): Promise<Result<GivenVersions>> {
  const given = await ask({ ...deps, bounds: evidenceBounds }, query, run.range, run);
  if (!given.ok) return given;
  const matched = matchVersions(given.value, cve, run.language);
  const rows = matched.rows.slice(0, deps.bounds.rows);
  // The statements of evidence end at as many rows themselves: there may be more.
  const isCut = given.value.rows.length >= maxEvidence || rows.length < matched.rows.length;
  return ok({ ...matched, rows, limited: given.value.limited ?? (isCut ? rows.length : undefined) });
}

async function compare(
  deps: PanelDeps,
  giveRows: GiveRows | undefined,
  query: string,
  run: Run,
): Promise<Result<PeriodBefore>> {
  const earlier = await deps.findEarlier(run);
  if ('none' in earlier) return ok(earlier);
  const { range } = earlier;
  const given = (await giveRows?.(range)) ?? (await ask(deps, query, range, run));
  if (!given.ok) return given;
  return ok({ from: shownTime(range.fromMicros), to: shownTime(range.toMicros), rows: given.value.rows });
}
