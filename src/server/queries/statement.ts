import type { z } from 'zod';
import { AppError } from '../../base/index.ts';
import { type CompiledStatement, compileQuery, decodeRows, type StatementContext } from '../../query/index.ts';
import { EngineError, type EngineRows } from '../../store/index.ts';
import { isLimited } from '../auth/index.ts';
import { RejectedInput } from '../http/errors.ts';
import type { Call } from '../http/route.ts';
import type { QueryRequest, SqlAnswer } from '../schemas/index.ts';
import { selectClusters, visibleClusters } from './clusters.ts';
import { readRange } from './time.ts';

type Asked = Pick<z.output<typeof QueryRequest>, 'query' | 'from' | 'to' | 'clusters' | 'timeZone'>;
type QueryCall = Pick<Call<unknown, unknown, Asked>, 'body' | 'caller' | 'context' | 'signal'>;

/** Runs `search | SQL` for a caller, with the usual limits or other ones. Throws RejectedInput for what is wrong with the statement or fails on its data. */
export async function runStatement(
  { body, caller, context, signal }: QueryCall,
  limits?: StatementContext['limits'],
): Promise<z.input<typeof SqlAnswer>> {
  const startedAt = performance.now();
  const timeZone = body.timeZone ?? context.timeZone;
  if (!isTimeZone(timeZone))
    throw new AppError('bad-request', `cannot read timeZone "${timeZone}": it is no zone of the IANA database`);
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
    ...(limits ? { limits } : {}),
  });
  if (!compiled.ok) throw new RejectedInput(compiled.diagnostics);
  const statement = compiled.value;
  const absent = await context.referenceData.ensure(statement.sql);
  const answer = await explained(statement, () => context.statements.run(statement, signal));
  return {
    columns: statement.columns.map(({ name, type }) => ({ name, type })),
    rows: decodeRows(statement.types, answer.rows),
    meta: {
      elapsedMs: Math.round(performance.now() - startedAt),
      // What the engine read holds rows beside those that a limited caller may see.
      ...(isLimited(caller) ? {} : { rowsRead: answer.statistics.rowsRead, bytesRead: answer.statistics.bytesRead }),
      ...(statement.meta.limited === null ? {} : { limited: statement.meta.limited }),
      warnings: [...compiled.diagnostics, ...absent],
    },
  };
}

async function explained(statement: CompiledStatement, run: () => Promise<EngineRows>): Promise<EngineRows> {
  try {
    return await run();
  } catch (error) {
    const diagnostic =
      error instanceof EngineError ? statement.explain({ code: error.code, message: error.message }) : null;
    if (diagnostic) throw new RejectedInput([diagnostic]);
    throw error;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
