import { refusalOf, RejectedStatement } from '../../analysis/index.ts';
import { type Diagnostic, messageOf, said, worded, type Wording } from '../../base/index.ts';
import type { Logger } from '../../platform/index.ts';

/** Why a panel has no rows. */
export interface PanelFailure extends Wording {
  readonly code: string;
  readonly diagnostics?: readonly Diagnostic[] | undefined;
}

/** The failure of what was written: the statement, or what was put into it. */
export function rejected(diagnostics: readonly Diagnostic[]): PanelFailure {
  const first = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0];
  const message = first ? messageOf(first) : said`the statement was refused`;
  return { code: 'invalid-query', ...worded(message), diagnostics };
}

/** What is told of an error that a panel met. Of one that nobody foresaw the log has the rest. */
export function failureOf(error: unknown, logger: Logger, panel: string): PanelFailure {
  const refusal = refusalOf(error);
  if (refusal === undefined) {
    logger.error({ err: error, panel }, 'cannot run a panel');
    return { code: 'internal', ...worded(said`something went wrong in the server; its log says what`) };
  }
  const told = { code: refusal.code, ...worded(refusal.text) };
  return refusal instanceof RejectedStatement ? { ...told, diagnostics: [refusal.diagnostic] } : told;
}
