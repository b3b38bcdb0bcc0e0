import type { Diagnostic } from '../../../src/base/index.ts';
import type { EditorFindings } from './yaml-editor.tsx';

/** Offsets into a text: of each line, where it begins. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Where in a text a diagnostic is about: to the end of the line where it does not say more. */
function spanIn(
  text: string,
  starts: readonly number[],
  { line = 1, column = 1, endColumn }: Diagnostic,
): { readonly from: number; readonly to: number } {
  const start = starts[line - 1] ?? text.length;
  const end = (starts[line] ?? text.length + 1) - 1;
  const from = Math.min(start + column - 1, end);
  const to = endColumn === undefined ? end : Math.min(start + endColumn - 1, end);
  return { from, to: Math.max(from, to) };
}

/** What is wrong with a file in the editor's form. */
export function fileFindings(text: string, diagnostics: readonly Diagnostic[]): EditorFindings {
  const starts = lineStarts(text);
  return {
    of: text,
    diagnostics: diagnostics.map((diagnostic) => {
      const { severity, message, hint, code } = diagnostic;
      const shown = hint ? `${message}\n${hint}` : message;
      return { ...spanIn(text, starts, diagnostic), severity, message: shown, source: code };
    }),
  };
}

/** The file with the replacement of a diagnostic in its place. */
export function fixedFile(text: string, diagnostic: Diagnostic): string {
  const { from, to } = spanIn(text, lineStarts(text), diagnostic);
  return text.slice(0, from) + (diagnostic.replacement ?? '') + text.slice(to);
}
