import type { AggregateCall, Column, Mark, Plan, ResolvedQuery, Typed } from '../resolve/index.ts';
import { always, parseSearch, type SearchNode, splitStatement } from '../search/index.ts';
import { createBudget } from '../sql/index.ts';
import { type SqlNode, types } from '../types/index.ts';
import { asOneRow, type OneRow } from './one-row.ts';
import { resolveText } from './resolve-text.ts';
import { fieldsOf, isDear, keyOf, marksOf, searchOfAny, sharedSearch, unlessTooMuch } from './shared-search.ts';
import type { StatementContext } from './statement-context.ts';
import { type CompiledStatement, printStatement } from './statement.ts';

/** Queries that are asked as one statement of one row, which looks at each event once for all of them. */
export interface CompiledTogether {
  readonly statement: CompiledStatement;
  /** Which columns are those of which query, by its number: from one on, before another. */
  readonly parts: readonly { readonly query: number; readonly from: number; readonly to: number }[];
}

interface Member extends OneRow {
  readonly query: number;
  /** Its statement. */
  readonly text: string;
  readonly output: ResolvedQuery['output'];
  /** What its events match, all of it. */
  readonly searches: readonly SearchNode[];
}

/** A member with what its events match beyond what those of all members do. */
interface Marked extends Member {
  readonly condition: SqlNode;
}

const nowhere = { from: 0, to: 0 };

/**
 * Compiles queries together, as far as that pays: those that make one row of the same log, cannot fail by what the events hold, and whose
 * searches are cheap to look at for each event that any of them finds. Each gives in its columns what it would give alone. Others are in
 * none of the statements and are to be asked alone, as are those that are wrong.
 */
export function compileTogether(queries: readonly string[], context: StatementContext): readonly CompiledTogether[] {
  const members = queries.flatMap((query, number) => readMember(query, number, context) ?? []);
  const byLog = Map.groupBy(members, ({ scan }) => scan.source.kind);
  return [...byLog.values()].flatMap((some) => (some.length > 1 ? (compileMembers(some, context) ?? []) : []));
}

function readMember(query: string, number: number, context: StatementContext): Member | undefined {
  const { search, analysis } = splitStatement(query);
  const parsed = parseSearch(search.text);
  if (!analysis || !parsed.ok) return undefined;
  return unlessTooMuch(() => {
    const { text } = analysis;
    const budget = createBudget({ from: 0, to: text.length });
    const resolved = resolveText(text, context, budget, `q${number}c`);
    const row = resolved.ok ? asOneRow(resolved.value) : undefined;
    if (!resolved.ok || !row) return undefined;
    const alone = printStatement(resolved.value, { ...context, offset: 0, search: null }, { text, budget });
    if (alone.failures.diagnostics.length > 0 || alone.lookups.length > 0) return undefined;
    const searches = parsed.value.kind === 'and' ? parsed.value.items : [parsed.value];
    return { ...row, query: number, text, output: resolved.value.output, searches };
  });
}

function compileMembers(all: readonly Member[], context: StatementContext): CompiledTogether | undefined {
  const { shared, ownOf } = sharedSearch(all, context);
  const members = all.flatMap((member): Marked[] => {
    const condition = ownOf(member);
    return condition && isCheap(member, condition) ? [{ ...member, condition }] : [];
  });
  if (!shared || members.length < 2) return undefined;
  return unlessTooMuch(() => printMembers(members, shared, context));
}

function printMembers(members: readonly Marked[], shared: SqlNode, context: StatementContext): CompiledTogether {
  const marks = marksOf(members);
  const search = searchOfAny(members, shared);
  const output = members.flatMap((member) => member.output);
  const plan = planOf(members, marks);
  const resolved = { plan, output, ordered: false, limit: 1 };
  const budget = createBudget(nowhere);
  const text = members.map((member) => member.text).join('\n');
  const statement = printStatement(resolved, { ...context, offset: 0, search }, { text, budget });
  let to = 0;
  const parts = members.map(({ query, output: { length } }) => ({ query, from: to, to: (to += length) }));
  return { statement, parts };
}

function planOf(members: readonly Marked[], marks: ReadonlyMap<string, Mark>): Plan {
  const [{ scan } = {}] = members;
  if (!scan) throw new Error('BUG: no queries together');
  let plan: Plan = { ...scan, columns: members.flatMap((member) => member.scan.columns), marks: [...marks.values()] };
  for (const step of members.flatMap(({ steps }) => steps)) {
    if (step.kind === 'project') plan = { kind: 'project', source: plan, items: step.items, keep: true };
  }
  const aggregates = members.flatMap((member) => {
    const mark = marks.get(keyOf(member.condition));
    const filters = [
      ...(mark ? [columnValue(mark.column)] : []),
      ...member.steps.flatMap((step) => (step.kind === 'filter' ? [step.condition] : [])),
    ];
    return member.aggregates.map(({ column, call }) => ({ column, call: filtered(call, filters) }));
  });
  plan = { kind: 'aggregate', source: plan, keys: [], aggregates, sets: null, setColumn: null, global: true };
  for (const items of members.flatMap(({ computed }) => computed)) {
    plan = { kind: 'project', source: plan, items, keep: true };
  }
  return plan;
}

function columnValue(column: Column): Typed {
  return { kind: 'column', column, type: column.type, span: nowhere, name: column.id };
}

/** The same of the rows alone for which all of these hold. */
function filtered(call: AggregateCall, filters: readonly Typed[]): AggregateCall {
  const terms = [...filters, ...(call.filter ? [call.filter] : [])];
  const [first] = terms;
  if (first === undefined) return call;
  const filter: Typed = terms.length === 1 ? first : { kind: 'and', terms, type: types.boolean, span: nowhere };
  return { ...call, filter };
}

/** Whether it is cheap to compute what a query needs of events that it does not find, if there are any. */
function isCheap({ scan, steps }: Member, condition: SqlNode): boolean {
  if (condition === always && !steps.some(({ kind }) => kind === 'filter')) return true;
  return !isDear([condition, ...fieldsOf(scan)]);
}
