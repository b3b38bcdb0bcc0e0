import { isLimited, selectClusters, visibleClusters } from '../access/index.ts';
import { AppError, type Diagnostic, fail, ok, type Result } from '../base/index.ts';
import {
  type CompiledStatement,
  decodeRows,
  explainFailure,
  defaultStatementRows,
  type StatementContext,
} from '../query/index.ts';
import { EngineError } from '../store/index.ts';
import type { AnalysisDeps, Asked, Question, RangedQuestion } from './deps.ts';
import { resumed } from './resumed.ts';
import { rangeOf } from './time.ts';

interface StatementOptions {
  /** IANA name; left out: the server's. */
  readonly timeZone?: string | undefined;
  /** Rows at most, whatever its LIMIT; left out: what the server allows. */
  readonly maxRows?: number | undefined;
  /** Rows of a statement without LIMIT; left out: as in SLS. */
  readonly defaultRows?: number | undefined;
}

export interface StatementQuestion extends Question, StatementOptions {}
export interface RangedStatementQuestion extends RangedQuestion, StatementOptions {}

export interface ShownColumn {
  readonly name: string;
  /** In the words of SQL, such as `bigint`. */
  readonly type: string;
}

export interface StatementAnswer {
  readonly columns: readonly ShownColumn[];
  /** JSON text, a list of rows that are lists of values: up to 100 MB that nobody has to take apart who only passes them on. */
  readonly rows: Uint8Array;
  /** What the engine read; undefined for a limited caller: it holds rows beside those that they may see. */
  readonly read: { readonly rows: number; readonly bytes: number } | undefined;
  /** The rows that were given at most, where the statement asks for more. */
  readonly limited: number | undefined;
}

/** What a statement gives, some rows at a time. The batches throw RejectedStatement for what fails amid the rows. */
export interface RowStream {
  readonly columns: readonly ShownColumn[];
  readonly batches: AsyncGenerator<readonly (readonly unknown[])[]>;
}

/** What the engine finds wrong with a statement or its data, after rows were given. */
export class RejectedStatement extends AppError {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super('invalid-query', diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

/** More than any table has. */
const anyNumber = { defaultRows: Number.MAX_SAFE_INTEGER, maxRows: Number.MAX_SAFE_INTEGER };

/** What statements of a caller are compiled for. */
export async function statementContext(
  { records, clock, ...deps }: AnalysisDeps,
  {
    caller,
    question,
  }: Pick<Asked<Omit<StatementQuestion, 'query'> | Omit<RangedStatementQuestion, 'query'>>, 'caller' | 'question'>,
  limits: NonNullable<StatementContext['limits']>,
): Promise<StatementContext> {
  const timeZone = question.timeZone ?? deps.timeZone;
  const { range, nowMicros } = rangeOf(question, clock);
  const { scope, clusters } = await selectClusters(records, caller, question.clusters);
  const logs = (await visibleClusters(records, caller)).map(({ logstore, id }) => ({ name: logstore, clusterId: id }));
  return { range, scope, clusters, logs, timeZone, nowMicros, limits };
}

/** Compiles a statement for its caller, and has what it looks up at hand. */
async function prepareStatement(
  deps: AnalysisDeps,
  asked: Asked<StatementQuestion | RangedStatementQuestion>,
  limits: NonNullable<StatementContext['limits']>,
): Promise<Result<CompiledStatement>> {
  const context = await statementContext(deps, asked, limits);
  const compiled = await deps.isolation.statement({ query: asked.question.query, context }, asked);
  if (!compiled.ok) return compiled;
  const absent = await deps.referenceData.ensure(compiled.value.lookups);
  return ok(compiled.value, [...compiled.diagnostics, ...absent]);
}

/** The columns of `search | SQL`, without asking the engine. */
export async function describeStatement(
  { records, clock, isolation, timeZone }: AnalysisDeps,
  { caller, question, signal }: Asked<Pick<Question, 'query' | 'clusters'>>,
): Promise<Result<readonly ShownColumn[]>> {
  const nowMicros = clock.nowMicros();
  const { scope, clusters } = await selectClusters(records, caller, question.clusters);
  const logs = (await visibleClusters(records, caller)).map(({ logstore, id }) => ({ name: logstore, clusterId: id }));
  const range = { fromMicros: nowMicros - 1, toMicros: nowMicros };
  const context = { range, scope, clusters, logs, timeZone, nowMicros };
  const compiled = await isolation.statement({ query: question.query, context }, { caller, signal });
  return compiled.ok ? ok(shownColumns(compiled.value), compiled.diagnostics) : compiled;
}

/** Runs `search | SQL` for a caller. Fails with diagnostics also for what the engine finds wrong with it or its data. */
export async function runStatement(
  deps: AnalysisDeps,
  asked: Asked<StatementQuestion | RangedStatementQuestion>,
): Promise<Result<StatementAnswer>> {
  const { question } = asked;
  const maxRows = Math.min(deps.statements.maxRows, question.maxRows ?? Infinity);
  const limits = { defaultRows: Math.min(question.defaultRows ?? defaultStatementRows, maxRows), maxRows };
  const prepared = await prepareStatement(deps, asked, limits);
  if (!prepared.ok) return prepared;
  const statement = prepared.value;
  try {
    const bytes = await deps.statements.run(statement, asked.signal);
    const answered = await deps.isolation.answer({ bytes, types: statement.types }, asked);
    if (!answered.ok) return answered;
    const { rows, read } = answered.value;
    const answer = {
      columns: shownColumns(statement),
      rows,
      read: isLimited(asked.caller) ? undefined : read,
      limited: statement.meta.limited ?? undefined,
    };
    return ok(answer, prepared.diagnostics);
  } catch (error) {
    return fail(explained(statement, error));
  }
}

/** Runs a statement for all of its rows: those of its own LIMIT, else any number. What fails by the first rows fails the call. */
export async function streamStatement(deps: AnalysisDeps, asked: Asked<StatementQuestion>): Promise<Result<RowStream>> {
  const prepared = await prepareStatement(deps, asked, anyNumber);
  if (!prepared.ok) return prepared;
  const statement = prepared.value;
  const rows = deps.statements.stream(statement, asked.signal);
  try {
    const first = await rows.next();
    const batches = batchesOf(statement, resumed(first, rows));
    return ok({ columns: shownColumns(statement), batches }, prepared.diagnostics);
  } catch (error) {
    return fail(explained(statement, error));
  }
}

async function* batchesOf(
  statement: CompiledStatement,
  batches: AsyncGenerator<readonly (readonly unknown[])[]>,
): RowStream['batches'] {
  try {
    for await (const rows of batches) yield decodeRows(statement.types, rows);
  } catch (error) {
    throw new RejectedStatement(explained(statement, error));
  }
}

export function shownColumns({ columns }: CompiledStatement): readonly ShownColumn[] {
  return columns.map(({ name, type }) => ({ name, type }));
}

/** What an error of the engine says about the statement. Throws the error again where it says nothing. */
function explained(statement: CompiledStatement, error: unknown): Diagnostic {
  const diagnostic = error instanceof EngineError ? explainFailure(statement, error) : null;
  if (!diagnostic) throw error;
  return diagnostic;
}
