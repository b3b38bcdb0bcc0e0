import type { z } from 'zod';
import type { Diagnostic } from '../../base/index.ts';
import { type CompiledStatement, compileQuery, decodeRows, type StatementContext } from '../../query/index.ts';
import { EngineError } from '../../engine/index.ts';
import { isLimited } from '../auth/index.ts';
import { RejectedInput } from '../http/errors.ts';
import type { Call } from '../http/route.ts';
import { defaultStatementRows, type QueryRequest, type SqlAnswer } from '../schemas/index.ts';
import { selectClusters, visibleClusters } from './clusters.ts';
import { readRange } from './time.ts';

type Asked = Pick<z.output<typeof QueryRequest>, 'query' | 'from' | 'to' | 'clusters' | 'timeZone'>;
type QueryCall = Pick<Call<unknown, unknown, Asked>, 'body' | 'caller' | 'context' | 'signal'>;

/** A statement that may be run: compiled, within the caller's scope, with what it looks up at hand. */
interface PreparedStatement {
  readonly statement: CompiledStatement;
  readonly warnings: readonly Diagnostic[];
}

/** Compiles a statement for a caller. Throws RejectedInput for what is wrong with it. */
async function prepareStatement(
  { body, caller, context }: QueryCall,
  limits: NonNullable<StatementContext['limits']>,
): Promise<PreparedStatement> {
  const timeZone = body.timeZone ?? context.timeZone;
  const nowMicros = context.clock.nowMicros();
  const range = readRange(body.from, body.to, nowMicros);
  const { scope, clusters } = await selectClusters(context, caller, body.clusters);
  const logs = (await visibleClusters(context, caller)).map(({ logstore, id }) => ({ name: logstore, clusterId: id }));
  const compiled = compileQuery(body.query, {
    range,
    scope,
    clusters,
    logs,
    timeZone,
    nowMicros,
    limits,
  });
  if (!compiled.ok) throw new RejectedInput(compiled.diagnostics);
  const absent = await context.referenceData.ensure(compiled.value.sql);
  return { statement: compiled.value, warnings: [...compiled.diagnostics, ...absent] };
}

/** Runs `search | SQL` for a caller. Throws RejectedInput for what is wrong with the statement or fails on its data. */
export async function runStatement(call: QueryCall): Promise<z.input<typeof SqlAnswer>> {
  const startedAt = performance.now();
  const { maxRows } = call.context.statements;
  const limits = { defaultRows: Math.min(defaultStatementRows, maxRows), maxRows };
  const { statement, warnings } = await prepareStatement(call, limits);
  const answer = await call.context.statements.run(statement, call.signal).catch((error: unknown) => {
    throw explained(statement, error);
  });
  return {
    columns: shownColumns(statement),
    rows: decodeRows(statement.types, answer.rows),
    meta: {
      elapsedMs: Math.round(performance.now() - startedAt),
      // What the engine read holds rows beside those that a limited caller may see.
      ...(isLimited(call.caller)
        ? {}
        : { rowsRead: answer.statistics.rowsRead, bytesRead: answer.statistics.bytesRead }),
      ...(statement.meta.limited === null ? {} : { limited: statement.meta.limited }),
      warnings: [...warnings],
    },
  };
}

/** More than any table has. */
const anyNumber = { defaultRows: Number.MAX_SAFE_INTEGER, maxRows: Number.MAX_SAFE_INTEGER };

/** What a statement gives, some rows at a time. */
export interface RowStream {
  readonly columns: z.input<typeof SqlAnswer>['columns'];
  readonly batches: AsyncGenerator<readonly (readonly unknown[])[]>;
}

/** Runs a statement for all of its rows: those of its own LIMIT, else any number. Fails as `runStatement` does, also amid the rows. */
export async function streamStatement(call: QueryCall): Promise<RowStream> {
  const { statement } = await prepareStatement(call, anyNumber);
  return { columns: shownColumns(statement), batches: batchesOf(call, statement) };
}

async function* batchesOf({ context, signal }: QueryCall, statement: CompiledStatement): RowStream['batches'] {
  try {
    for await (const rows of context.statements.stream(statement, signal)) yield decodeRows(statement.types, rows);
  } catch (error) {
    throw explained(statement, error);
  }
}

function shownColumns({ columns }: CompiledStatement): z.input<typeof SqlAnswer>['columns'] {
  return columns.map(({ name, type }) => ({ name, type }));
}

/** What an error of the engine says about the statement, where it does. */
function explained(statement: CompiledStatement, error: unknown): unknown {
  const diagnostic = error instanceof EngineError ? statement.explain(error) : null;
  return diagnostic ? new RejectedInput([diagnostic]) : error;
}
