import type { Caller } from '../../access/index.ts';
import type { Analysis } from '../../analysis/index.ts';
import { type Diagnostic, ok, type Result } from '../../base/index.ts';
import { scan, splitStatement, type TimeRange } from '../../query/index.ts';
import { type CompiledRule, type Window, withRequestColumns } from '../../rules/index.ts';
import type { RuleAnswer } from '../judge/index.ts';
import { queriesOf, type RuleQuery } from '../rule-queries.ts';
import { eventStatement, narrowEventStatement } from './event-rows.ts';

/** Rows that are looked at. Of events that a search without SQL gives each has all fields, unless there are more of them. */
export const rowLimits = { events: 1000, narrowEvents: 20_000, rows: 10_000, mostRows: 100_000 } as const;

/** How much of what queries find is looked at: what is usual, as much as may be, or the events of a search from one on. */
export type Reach = 'usual' | 'most' | { readonly from: number };

export interface RuleQuestion {
  readonly compiled: CompiledRule;
  readonly caller: Caller;
  /** Of each query, in their order. */
  readonly windows: readonly Window[];
  /** What `now()` is, in microseconds. */
  readonly nowMicros: number;
  readonly timeZone?: string | undefined;
  readonly signal: AbortSignal;
  /** Whose places are taken. */
  readonly turn: string;
  readonly reach: Reach;
}

/** Asks the queries of a rule, one after the other. */
export async function askQueries(
  analysis: Pick<Analysis, 'statement' | 'describe'>,
  { windows, ...asking }: RuleQuestion,
): Promise<Result<readonly RuleAnswer[]>> {
  const answers: RuleAnswer[] = [];
  const told: Diagnostic[] = [];
  for (const [index, query] of queriesOf(asking.compiled.rule).entries()) {
    const window = windows[index];
    if (!window) break;
    const answer = await askQuery(analysis, query, rangeOf(window), asking);
    if (!answer.ok) return answer;
    answers.push(answer.value);
    told.push(...answer.diagnostics);
  }
  return ok(answers, told);
}

type Asking = Omit<RuleQuestion, 'windows'>;

async function askQuery(
  analysis: Pick<Analysis, 'statement' | 'describe'>,
  { query, clusters }: RuleQuery,
  range: TimeRange,
  asking: Asking,
): Promise<Result<RuleAnswer>> {
  const { caller, nowMicros, timeZone, signal, turn } = asking;
  const isSearch = !splitStatement(query).analysis;
  const { text, most, cutFrom } = isSearch
    ? eventsOf(query, asking)
    : { text: await statementOf(analysis, { query, clusters }, asking), ...rowsOf(query, asking) };
  // One more than are looked at tells whether there are more.
  const limits = { defaultRows: most + 1, maxRows: most + 1 };
  const question = { query: text, clusters, range, nowMicros, timeZone, ...limits };
  const answer = await analysis.statement({ caller, question, signal, rule: turn });
  if (!answer.ok) return answer;
  const { columns, rows } = answer.value;
  return ok({ columns: columns.map(({ name }) => name), rows, most, cutFrom, isSearch }, answer.diagnostics);
}

type Bounds = Pick<RuleAnswer, 'most' | 'cutFrom'>;

function eventsOf(search: string, { compiled, reach }: Asking): Bounds & { readonly text: string } {
  const most = reach === 'most' ? rowLimits.narrowEvents : rowLimits.events;
  const text =
    reach === 'most'
      ? narrowEventStatement(search, compiled, most + 1)
      : reach === 'usual'
        ? eventStatement(search, most + 1)
        : eventStatement(search, most, reach.from);
  // Of a page there is no more than it: the next one tells.
  return { text, most, cutFrom: typeof reach === 'string' ? most + 1 : Number.POSITIVE_INFINITY };
}

/** A LIMIT so small is meant; a larger one stands for all that there are, as in rules of SLS, whose statements give 100 rows without one. */
const leastOfAll = 1000;

/** Where a statement gives as many rows as its own LIMIT, there may be more of them. */
function rowsOf(query: string, { reach }: Asking): Bounds {
  const most = reach === 'most' ? rowLimits.mostRows : rowLimits.rows;
  const tokens = scan(splitStatement(query).analysis?.text ?? '').filter(({ text }) => text !== ';');
  const [word, count] = tokens.slice(-2);
  const own = word?.text.toLowerCase() === 'limit' && count?.kind === 'number' ? Number(count.text) : undefined;
  return { most, cutFrom: own !== undefined && own >= leastOfAll ? Math.min(most + 1, own) : most + 1 };
}

/** Statements of rules as they are asked: compiling tells once for all whether columns can be added to them. */
const known = new WeakMap<CompiledRule, Map<string, string>>();

/** A query of a rule; where its groups are single requests, with what tells these from each other. */
async function statementOf(
  analysis: Pick<Analysis, 'describe'>,
  { query, clusters }: RuleQuery,
  { compiled, caller, signal }: Asking,
): Promise<string> {
  const widened = compiled.isOncePerGroup ? withRequestColumns(query) : undefined;
  if (widened === undefined) return query;
  const statements = known.get(compiled) ?? new Map<string, string>();
  known.set(compiled, statements);
  const before = statements.get(query);
  if (before !== undefined) return before;
  const { ok: isStatement } = await analysis.describe({ caller, question: { query: widened, clusters }, signal });
  const statement = isStatement ? widened : query;
  statements.set(query, statement);
  return statement;
}

/** A range of whole microseconds, half open. */
export function rangeOf(window: Window): TimeRange {
  return window.kind === 'receipt'
    ? { kind: 'received', fromMicros: window.after + 1, toMicros: window.through + 1 }
    : { kind: 'event', fromMicros: window.from, toMicros: window.to };
}
