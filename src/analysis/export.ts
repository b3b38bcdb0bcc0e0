import { ownerCaller, type OwnerLoss } from '../access/index.ts';
import { AppError, ok, type Result, said, type Said } from '../base/index.ts';
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
  /**
   * Whole lines. They end early, and in order, when the signal is aborted; they throw AppError `forbidden` when their caller may no
   * longer see what was begun.
   */
  readonly pieces: AsyncGenerator<Buffer>;
}

/** Everything that a query finds: events as received, or the rows of a statement. What fails by the first piece fails the call. */
export async function exportFound(deps: AnalysisDeps, asked: Asked<ExportQuestion>): Promise<Result<Export>> {
  const { format, query } = asked.question;
  if (splitStatement(query).analysis) {
    const streamed = await streamStatement(deps, asked);
    if (!streamed.ok) return streamed;
    return begun('rows', whileAllowed(deps, asked, rowLines(streamed.value, format)));
  }
  const prepared = await prepareSearch(deps, asked);
  if (!prepared.ok) return prepared;
  return begun('events', whileAllowed(deps, asked, eventLines(deps.search, prepared.value, format, asked.signal)));
}

/** An export may take half an hour: before each piece its caller is looked up as they are by then. */
async function* whileAllowed(
  deps: AnalysisDeps,
  { caller }: Pick<Asked, 'caller'>,
  pieces: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    const owner = await ownerCaller(deps, caller, { permission: 'read', scope: caller.scope });
    if (!owner.ok)
      throw new AppError(
        'forbidden',
        said`cannot go on with the export of "${caller.name}": ${lossTexts[owner.reason]}`,
      );
    yield piece;
  }
}

const lossTexts: Readonly<Record<OwnerLoss, Said>> = {
  gone: said`the caller was deleted`,
  disabled: said`the token is over`,
  limited: said`the caller may not see it any more`,
};

async function begun(kind: Export['kind'], pieces: AsyncGenerator<Buffer>): Promise<Result<Export>> {
  const first = await pieces.next();
  return ok({ kind, pieces: resumed(first, pieces) });
}
