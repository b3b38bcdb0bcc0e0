import { refusalOf, RejectedStatement } from '../../analysis/index.ts';
import type { Diagnostic } from '../../base/index.ts';
import type { Logger } from '../../platform/index.ts';

/** Why a panel has no rows. */
export interface PanelFailure {
  readonly code: string;
  readonly message: string;
  readonly diagnostics?: readonly Diagnostic[] | undefined;
}

/** The failure of what was written: the statement, or what was put into it. */
export function rejected(diagnostics: readonly Diagnostic[]): PanelFailure {
  const first = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0];
  return { code: 'invalid-query', message: first?.message ?? 'the statement was refused', diagnostics };
}

/** What is told of an error that a panel met. Of one that nobody foresaw the log has the rest. */
export function failureOf(error: unknown, logger: Logger, panel: string): PanelFailure {
  const refusal = refusalOf(error);
  if (refusal === undefined) {
    logger.error({ err: error, panel }, 'cannot run a panel');
    return { code: 'internal', message: 'something went wrong in the server; its log says what' };
  }
  const { code, message } = refusal;
  return refusal instanceof RejectedStatement
    ? { code, message, diagnostics: [refusal.diagnostic] }
    : { code, message };
}
