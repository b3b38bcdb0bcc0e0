import type { Wording } from './said.ts';

/** How bad a finding is. An `error` means that the input was not accepted. */
export type Severity = 'error' | 'warning' | 'info';

/** A half-open range of UTF-16 offsets into the text that a user gave. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * What is wrong with something that a user wrote: the same object in the CLI, the API and the editor.
 * Input of users never throws; it gives these.
 */
export interface Diagnostic extends Wording {
  /** Stable, kebab-case, documented in docs/reference/diagnostics.md. */
  readonly code: string;
  readonly severity: Severity;
  /** Offsets into the text, where the text is one line or a query. */
  readonly from?: number;
  readonly to?: number;
  /** Counted from 1, where the text is a file. */
  readonly line?: number;
  readonly column?: number;
  /** The column after the last character of it, where it is a part of one line of the file. */
  readonly endColumn?: number;
  /** What is to stand in its place, where that is known: applied by a click. */
  readonly replacement?: string;
}

/** What docs/reference/diagnostics.md says of a code. A module keeps a table of its codes, which also types them. */
export interface DiagnosticDoc {
  readonly meaning: string;
  /** What to do about it, where the diagnostic has no hint of its own. */
  readonly remedy: string;
}

/** Says whether none of the diagnostics is an error. */
export function isAccepted(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.every((diagnostic) => diagnostic.severity !== 'error');
}
