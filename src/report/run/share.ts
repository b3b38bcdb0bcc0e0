import { bindStatement, type Panel, wholeStatement } from '../../dashboards/index.ts';
import { ok } from '../../base/index.ts';
import type { TimeRange } from '../../query/index.ts';
import type { GiveRows } from './attempts.ts';
import { type Run, type RunDeps, shownTime } from './question.ts';

/** What makes groups, and so more than one row. Where it stands in a text the panel is asked by itself, which is only slower. */
const groups = /\bgroup\s+by\b/i;

/** Says whether a panel may show one row of values; what compiles its statement knows. */
export function hasOneRow({ chart, match, statement }: Pick<Panel, 'chart' | 'match' | 'statement'>): boolean {
  return chart !== 'list' && chart !== 'table' && match === undefined && !groups.test(statement);
}

/**
 * How panels that show one row of values get it, by id: they look at each event once for all. What they are asked together for fails for
 * none of them, as each asks by itself then.
 */
export function shareValues(
  { analysis }: Pick<RunDeps, 'analysis'>,
  panels: readonly Panel[],
  run: Run,
): ReadonlyMap<string, GiveRows> {
  const { caller, signal, clusters, timeZone, filters, variables } = run;
  const asked = panels.flatMap((panel) => {
    if (!hasOneRow(panel)) return [];
    const bound = bindStatement(wholeStatement(panel), { filters, variables });
    return bound.ok ? [{ id: panel.id, query: bound.value, compare: panel.compare === true }] : [];
  });
  if (asked.length < 2) return new Map();
  const askAll = async ({ fromMicros, toMicros }: TimeRange, of: typeof asked) => {
    const question = {
      queries: of.map(({ query }) => query),
      from: shownTime(fromMicros),
      to: shownTime(toMicros),
      clusters: clusters.map(({ name }) => name),
      timeZone,
    };
    const answers = await analysis.together({ caller, signal, question });
    return new Map([...answers].map(([number, answer]) => [of[number]?.id, answer]));
  };
  const known = new Map<number, ReturnType<typeof askAll>>();
  const answersOf = (range: TimeRange): ReturnType<typeof askAll> => {
    const of = range.fromMicros === run.range.fromMicros ? asked : asked.filter(({ compare }) => compare);
    const answers = known.get(range.fromMicros) ?? askAll(range, of).catch(() => new Map());
    known.set(range.fromMicros, answers);
    return answers;
  };
  return new Map(
    asked.map(({ id }): [string, GiveRows] => [
      id,
      async (range) => {
        const answer = (await answersOf(range)).get(id);
        return answer && ok({ columns: answer.columns, rows: [answer.row], limited: undefined });
      },
    ]),
  );
}
