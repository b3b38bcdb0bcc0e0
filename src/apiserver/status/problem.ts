import type { Diagnostic } from '../../base/index.ts';
import type { ApiserverCode } from '../diagnostic-codes.ts';

/**
 * Something that is wrong with the audit configuration of a manifest. An `error` keeps kube-apiserver from starting; with
 * a `warning` it starts and loses events, or does not do what its flags seem to say.
 */
export interface Problem extends Diagnostic {
  /** The flag that it is about, with its dashes. */
  readonly flag?: string;
}

/** Makes a problem about a flag. */
export function flagProblem(
  severity: 'error' | 'warning',
  code: ApiserverCode,
  flag: string,
  message: string,
  more: { readonly line?: number | undefined; readonly hint?: string } = {},
): Problem {
  const { line, hint } = more;
  return {
    code,
    severity,
    message,
    flag: `--${flag}`,
    ...(line === undefined ? {} : { line }),
    ...(hint === undefined ? {} : { hint }),
  };
}
