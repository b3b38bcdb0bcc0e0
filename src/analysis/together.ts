import { jsonText } from '../base/index.ts';
import { type CompiledPass, type CompiledTogether, defaultStatementRows } from '../query/index.ts';
import type { AnalysisDeps, Asked } from './deps.ts';
import {
  type ShownColumn,
  shownColumns,
  type StatementAnswer,
  type StatementQuestion,
  statementContext,
} from './statement.ts';

/** Queries over one range. */
export interface TogetherQuestion extends Omit<StatementQuestion, 'query' | 'defaultRows'> {
  readonly queries: readonly string[];
}

/** What a query gives, as `StatementAnswer` has it. */
export type PartAnswer = Omit<StatementAnswer, 'read'>;

type Answers = readonly (readonly [number, PartAnswer])[];

/**
 * Runs queries `search | SQL` for a caller, those together for which it pays: they look at each event once. Gives by the number of a query
 * what it would give alone; nothing is known of a query that is not among them. Throws what the engine refuses, which says nothing of the
 * queries alone.
 */
export async function runTogether(
  deps: AnalysisDeps,
  asked: Asked<TogetherQuestion>,
): Promise<ReadonlyMap<number, PartAnswer>> {
  const { caller, question, signal } = asked;
  const { queries } = question;
  const maxRows = Math.min(deps.statements.maxRows, question.maxRows ?? Infinity);
  const limits = { defaultRows: Math.min(defaultStatementRows, maxRows), maxRows };
  const context = await statementContext(deps, { caller, question }, limits);
  const compiled = await deps.isolation.take('together', { queries, context }, { caller, signal });
  if (!compiled.ok) return new Map();
  const { ofRows, passes } = compiled.value;
  const answers = [
    ...ofRows.map((one) => runRow(deps, one, asked)),
    ...passes.map((pass) => runPass(deps, pass, asked)),
  ];
  return new Map((await Promise.all(answers)).flat());
}

type Who = Pick<Asked, 'caller' | 'signal'>;

async function runRow(deps: AnalysisDeps, { statement, parts }: CompiledTogether, who: Who): Promise<Answers> {
  const bytes = await deps.statements.run(statement, who.signal);
  const answered = await deps.isolation.answer({ bytes, types: statement.types }, who);
  if (!answered.ok) return [];
  const [row = []] = JSON.parse(jsonText(answered.value.rows)) as readonly (readonly unknown[])[];
  const columns = shownColumns(statement);
  return parts.map(({ query, from, to }) => [
    query,
    { columns: columns.slice(from, to), rows: Buffer.from(JSON.stringify([row.slice(from, to)])), limited: undefined },
  ]);
}

async function runPass(deps: AnalysisDeps, { statement, parts }: CompiledPass, who: Who): Promise<Answers> {
  await deps.referenceData.ensure(statement.lookups);
  const bytes = await deps.statements.run(statement, who.signal);
  const read = await deps.isolation.take('pass', { bytes, parts: parts.map(({ types }) => ({ types })) }, who);
  if (!read.ok) return [];
  return parts.flatMap(({ query, columns, meta }, index) => {
    const rows = read.value[index];
    return rows ? [[query, { columns: named(columns), rows, limited: meta.limited ?? undefined }] as const] : [];
  });
}

function named(columns: readonly ShownColumn[]): readonly ShownColumn[] {
  return columns.map(({ name, type }) => ({ name, type }));
}
