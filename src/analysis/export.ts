import { ok, type Result } from '../base/index.ts';
import { splitStatement } from '../query/index.ts';
import type { AnalysisDeps, Asked } from './deps.ts';
import { eventLines } from './event-export.ts';
import { resumed } from './resumed.ts';
import { prepareSearch } from './search.ts';
import { rowLines } from './statement-export.ts';
import { type StatementQuestion, streamStatement } from './statement.ts';

export interface ExportQuestion extends StatementQuestion {
  readonly format: 'ndjson' | 'csv';
}

export interface Export {
  readonly kind: 'events' | 'rows';
  /** Whole lines. They end early, and in order, when the signal is aborted. */
  readonly pieces: AsyncGenerator<Buffer>;
}

/** Everything that a query finds: events as received, or the rows of a statement. What fails by the first piece fails the call. */
export async function exportFound(deps: AnalysisDeps, asked: Asked<ExportQuestion>): Promise<Result<Export>> {
  const { format, query } = asked.question;
  if (splitStatement(query).analysis) {
    const streamed = await streamStatement(deps, asked);
    if (!streamed.ok) return streamed;
    return begun('rows', rowLines(streamed.value, format));
  }
  const prepared = await prepareSearch(deps, asked);
  if (!prepared.ok) return prepared;
  return begun('events', eventLines(deps.search, prepared.value, format, asked.signal));
}

async function begun(kind: Export['kind'], pieces: AsyncGenerator<Buffer>): Promise<Result<Export>> {
  const first = await pieces.next();
  return ok({ kind, pieces: resumed(first, pieces) });
}
