import { bindStatement, type Panel, wholeStatement } from '../../dashboards/index.ts';
import { ok } from '../../base/index.ts';
import type { TimeRange } from '../../query/index.ts';
import type { GiveRows } from './attempts.ts';
import { givenOf, type PanelDeps } from './panel.ts';
import { type Run, shownTime } from './question.ts';

type Statement = Pick<Panel, 'chart' | 'match' | 'statement'>;

/** What makes groups, and so more than one row. Where it stands in a text the panel is asked with those of groups, which is only slower. */
const groups = /\bgroup\s+by\b/i;
/** What reads more than the range's events once. Where it stands in a text the panel is asked by itself. */
const readsMore = /\b(?:history|join|union)\b/i;

/** Says whether a panel may show one row of values; what compiles its statement knows. */
export function hasOneRow({ chart, match, statement }: Statement): boolean {
  return chart !== 'list' && chart !== 'table' && match === undefined && !groups.test(statement);
}

/**
 * Says whether a panel may show groups of events that can be made of what others read; what compiles its statement knows. A value does not
 * wait for the groups of others: it stands above them, and is there first.
 */
export function hasGroups({ chart, match, statement }: Statement): boolean {
  const isTogether = chart !== 'list' && chart !== 'value' && match === undefined;
  return isTogether && groups.test(statement) && !readsMore.test(statement);
}

/** How panels that can look at each event once for all get their rows, by id: those of one row, and those of groups. */
export function shareRows(deps: PanelDeps, panels: readonly Panel[], run: Run): ReadonlyMap<string, GiveRows> {
  return new Map([
    ...shareAmong(deps, panels.filter(hasOneRow), run),
    ...shareAmong(deps, panels.filter(hasGroups), run),
  ]);
}

/** What panels are asked together for fails for none of them, as each asks by itself then. */
function shareAmong(
  { analysis, bounds }: Pick<PanelDeps, 'analysis' | 'bounds'>,
  panels: readonly Panel[],
  run: Run,
): readonly (readonly [string, GiveRows])[] {
  const { caller, signal, clusters, timeZone, filters, variables } = run;
  const asked = panels.flatMap((panel) => {
    const bound = bindStatement(wholeStatement(panel), { filters, variables });
    return bound.ok ? [{ id: panel.id, query: bound.value, compare: panel.compare === true }] : [];
  });
  if (asked.length < 2) return [];
  const askAll = async ({ fromMicros, toMicros }: TimeRange, of: typeof asked) => {
    const question = {
      queries: of.map(({ query }) => query),
      from: shownTime(fromMicros),
      to: shownTime(toMicros),
      clusters: clusters.map(({ name }) => name),
      timeZone,
      maxRows: bounds.rows,
    };
    const answers = await analysis.together({ caller, signal, question });
    return new Map([...answers].map(([number, answer]) => [of[number]?.id, givenOf(answer, bounds)]));
  };
  const known = new Map<number, ReturnType<typeof askAll>>();
  const answersOf = (range: TimeRange): ReturnType<typeof askAll> => {
    const of = range.fromMicros === run.range.fromMicros ? asked : asked.filter(({ compare }) => compare);
    const answers = known.get(range.fromMicros) ?? askAll(range, of).catch(() => new Map());
    known.set(range.fromMicros, answers);
    return answers;
  };
  return asked.map(({ id }) => [
    id,
    async (range) => {
      const given = (await answersOf(range)).get(id);
      return given && ok(given);
    },
  ]);
}
