import type { Diagnostic as EditorDiagnostic } from '@codemirror/lint';
import type { Diagnostic } from '../../../src/base/index.ts';

/** Diagnostics in the editor's form; what has no place, or one past the end, marks the last character. */
export function toEditorDiagnostics(diagnostics: readonly Diagnostic[], length: number): readonly EditorDiagnostic[] {
  if (length === 0) return [];
  return diagnostics.map(({ from, to, severity, message, hint, code }) => {
    const start = Math.max(0, Math.min(from ?? 0, length - 1));
    const end = Math.min(Math.max(to ?? length, start + 1), length);
    return { from: start, to: end, severity, message: hint ? `${message}\n${hint}` : message, source: code };
  });
}
