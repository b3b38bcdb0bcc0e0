import { type Diagnostic, hintOf, messageOf, type Said, said, type Severity, worded } from '../../base/index.ts';
import type { Path, Position, YamlDocument } from '../../documents/index.ts';
import type { RuleCode } from '../diagnostic-codes.ts';

/** Something that is to be said of a member, such as `['queries', 0, 'window']`. */
export interface Finding {
  readonly path: Path;
  /** Of ours, or of what the member's text was read with. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: Said;
  readonly hint?: Said | undefined;
  /** Within the member's text, where it is about a part of it. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** What may stand in place of that part. */
  readonly replacement?: string | undefined;
}

export interface FindingDetails {
  readonly hint?: Said | undefined;
  readonly severity?: Severity;
}

/** Builds a finding about a member; an error where nothing else is said. */
export function finding(path: Path, code: RuleCode, message: Said, details: FindingDetails = {}): Finding {
  return { path, code, message, hint: details.hint, severity: details.severity ?? 'error' };
}

/** What was said of the text of a member. */
export function findingsOf(path: Path, diagnostics: readonly Diagnostic[]): readonly Finding[] {
  return diagnostics.map((diagnostic) => {
    const { code, severity, from, to, replacement } = diagnostic;
    const message = said`${nameOf(path)}: ${messageOf(diagnostic)}`;
    return { path, code, severity, message, hint: hintOf(diagnostic), from, to, replacement };
  });
}

/** Where a member, or a character of its text, stands in the file. */
export function placeIn(document: YamlDocument, path: Path, offset?: number): Position {
  return offset === undefined ? document.place(path) : document.placeWithin(path, offset);
}

/** The finding with its place in the file. */
export function placed(found: Finding, document: YamlDocument, above: Path = []): Diagnostic {
  return diagnosticOf(found, (path, offset) => placeIn(document, [...above, ...path], offset));
}

/** The finding as a diagnostic. `place` says where in the file a member stands, or a character of its text. */
export function diagnosticOf(
  { path, code, severity, message, hint, from, to, replacement }: Finding,
  place: (path: Path, offset?: number) => Position,
): Diagnostic {
  const { line, column } = place(path, from);
  const last = from !== undefined && to !== undefined && to > from ? place(path, to - 1) : undefined;
  return {
    code,
    severity,
    ...worded(message, hint),
    line,
    column,
    ...(last?.line === line ? { endColumn: last.column + 1 } : {}),
    ...(replacement === undefined ? {} : { replacement }),
  };
}

/** A member as messages call it: `queries[0].window`. */
export function nameOf(path: Path): string {
  const name = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return name.replace(/^\./, '');
}
