import type { Diagnostic } from '../../../src/base/index.ts';
import type { EditorFindings } from './yaml-editor.tsx';

/** What is wrong with a file in the editor's form, each from its line and column to the end of the line. */
export function fileFindings(text: string, diagnostics: readonly Diagnostic[]): EditorFindings {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    of: text,
    diagnostics: diagnostics.map(({ line = 1, column = 1, severity, message, hint, code }) => {
      const end = (starts[line] ?? text.length + 1) - 1;
      const from = Math.min((starts[line - 1] ?? text.length) + column - 1, end);
      return {
        from,
        to: Math.max(from, end),
        severity,
        message: hint ? `${message}\n${hint}` : message,
        source: code,
      };
    }),
  };
}
