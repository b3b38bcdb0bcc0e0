import { fieldExpression } from '../fields/index.ts';
import { planExpressions, type Plan, type ResolvedQuery, some, sourcesOf } from '../resolve/index.ts';
import { parseSearch, type SearchNode, splitStatement } from '../search/index.ts';
import { createBudget } from '../sql/index.ts';
import { list, printSql, raw, sql, type SqlNode } from '../types/index.ts';
import { resolveText } from './resolve-text.ts';
import { scanSelect } from './scan.ts';
import { fieldsOf, isDear, keyOf, marksOf, searchOfAny, sharedSearch, unlessTooMuch } from './shared-search.ts';
import type { StatementContext } from './statement-context.ts';
import { type CompiledStatement, makeStatement } from './statement.ts';

type Scan = Extract<Plan, { kind: 'scan' }>;

/**
 * Queries of any rows that are asked as one statement, which reads the events once for all. Its rows are the number of a part, the number
 * of a row of that part, and the row as JSON text of a list, in the order of these.
 */
export interface CompiledPass {
  readonly statement: Pick<CompiledStatement, 'sql' | 'parameters' | 'lookups'> & {
    /** Of the engine, besides those of every statement. */
    readonly settings: Readonly<Record<string, number>>;
  };
  readonly parts: readonly (Pick<CompiledStatement, 'columns' | 'types' | 'meta'> & {
    /** Its number among those that were given. */
    readonly query: number;
  })[];
}

interface Member {
  readonly query: number;
  readonly text: string;
  readonly resolved: ResolvedQuery;
  readonly scan: Scan;
  readonly searches: readonly SearchNode[];
}

interface Conditioned extends Member {
  readonly condition: SqlNode;
}

const settings = {
  enable_materialized_cte: 1,
  // Of more events the columns that queries need may be too much to hold. The engine refuses it before it reads any.
  max_rows_to_read: 30_000_000,
};
const passTable = raw('pass');

/**
 * Compiles queries that are to read events once for all: those that read one log, once, and of it nothing that takes long to read. The
 * engine holds the columns that they need while it computes them. Others are in none of the statements and are to be asked alone; so are all
 * where a statement fails, which any of its parts can make it do.
 */
export function compilePasses(
  queries: ReadonlyMap<number, string>,
  context: StatementContext,
): readonly CompiledPass[] {
  const members = [...queries].flatMap(([number, query]) => readMember(query, number, context) ?? []);
  const byLog = Map.groupBy(members, ({ scan }) => scan.source.kind);
  return [...byLog.values()].flatMap((some) => compilePass(some, context) ?? []);
}

function readMember(query: string, number: number, context: StatementContext): Member | undefined {
  const { search, analysis } = splitStatement(query);
  const parsed = parseSearch(search.text);
  if (!analysis || !parsed.ok) return undefined;
  return unlessTooMuch(() => {
    const { text } = analysis;
    const budget = createBudget({ from: 0, to: text.length });
    const resolved = resolveText(text, context, budget, `q${number}c`);
    const scan = resolved.ok ? onlyScan(resolved.value.plan) : undefined;
    if (!resolved.ok || !scan) return undefined;
    const searches = parsed.value.kind === 'and' ? parsed.value.items : [parsed.value];
    return { query: number, text, resolved: resolved.value, scan, searches };
  });
}

/** The scan of a plan that reads one log, in the statement's own range, and nothing besides. */
function onlyScan(plan: Plan): Scan | undefined {
  const scans: Scan[] = [];
  const isPlain = (at: Plan): boolean => {
    if (at.kind === 'scan') scans.push(at);
    return !planExpressions(at).some((value) => some(value, (part) => 'plan' in part)) && sourcesOf(at).every(isPlain);
  };
  const [scan, ...others] = isPlain(plan) ? scans : [];
  if (!scan || others.length > 0 || scan.shiftSeconds !== 0) return undefined;
  return scan.source.kind === 'log' || scan.source.kind === 'operations' ? scan : undefined;
}

function compilePass(all: readonly Member[], context: StatementContext): CompiledPass | undefined {
  const { shared, ownOf } = sharedSearch(all, context);
  const members = all.flatMap((member): Conditioned[] => {
    const condition = ownOf(member);
    return condition && !isDear([condition, ...fieldsOf(member.scan)]) ? [{ ...member, condition }] : [];
  });
  if (!shared || members.length < 2) return undefined;
  return unlessTooMuch(() => printPass(members, shared, context));
}

function printPass(
  members: readonly Conditioned[],
  shared: SqlNode,
  context: StatementContext,
): CompiledPass | undefined {
  const [{ scan } = {}] = members;
  if (!scan) return undefined;
  const marks = marksOf(members);
  const kept = new Map<string, Scan['columns'][number]>();
  const keptId = (field: Scan['columns'][number]['field'], column: Scan['columns'][number]['column']): string => {
    const key = keyOf(fieldExpression(field, { clusters: context.clusters }).node);
    const known = kept.get(key) ?? { column: { ...column, id: `f${kept.size}` }, field };
    kept.set(key, known);
    return known.column.id;
  };
  const made = members.map((member) => {
    const mark = marks.get(keyOf(member.condition));
    const scanKept = ({ columns }: Scan): SqlNode => {
      const items = columns.map(({ column, field }) => sql`${raw(keptId(field, column))} AS ${raw(column.id)}`);
      const where = mark ? sql` WHERE ${raw(mark.column.id)}` : sql``;
      return sql`SELECT ${items.length === 0 ? sql`1 AS one` : list(items)} FROM ${passTable}${where}`;
    };
    const { text, resolved, query } = member;
    const budget = createBudget({ from: 0, to: text.length });
    return {
      query,
      ...makeStatement(resolved, { ...context, offset: 0, search: null, scan: scanKept }, { text, budget }),
    };
  });
  const parts = made.map(
    ({ select, columns }, index) =>
      sql`SELECT ${index} AS part, rowNumberInAllBlocks() AS n, toJSONString(tuple(${columns.map((_, at) => raw(`o${at}`))})) AS line FROM (${select})`,
  );
  const search = searchOfAny(members, shared);
  const whole = { ...scan, columns: [...kept.values()], marks: [...marks.values()] };
  const events = scanSelect(whole, { ...context, offset: 0, search });
  const statement = sql`WITH ${passTable} AS MATERIALIZED (${events}) SELECT part, n, line FROM (${list(parts, ' UNION ALL ')}) ORDER BY part, n`;
  const { text, parameters, lookups } = printSql(statement);
  return {
    statement: { sql: text, parameters, lookups: [...lookups], settings },
    parts: made.map(({ query, columns, types, meta }) => ({ query, columns, types, meta })),
  };
}
