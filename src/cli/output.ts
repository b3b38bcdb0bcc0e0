import type { Diagnostic } from '../base/index.ts';
import { pointAt, printable } from './terminal-text.ts';

/** Where a command writes: its answer to standard output, everything else to standard error. */
export interface Output {
  /** Whether answers are JSON: with `--json`, and where standard output is no terminal unless `--no-json` is given. */
  readonly json: boolean;
  /** Whether the user asked for JSON by `--json`. */
  readonly jsonAsked: boolean;
  /** Prints the answer: one JSON document, or its text for people. */
  answer(value: unknown, text: () => string): void;
  /** Prints text as it is. */
  text(text: string): void;
  /** Prints a note to standard error. */
  note(message: string): void;
  /** Prints diagnostics to standard error, with the file, or the text, that they are about. */
  diagnostics(diagnostics: readonly Diagnostic[], file?: string, source?: string): void;
}

/** Makes the output of a command. */
export function createOutput(options: { readonly json?: boolean | undefined }): Output {
  const json = options.json ?? !process.stdout.isTTY;
  return {
    json,
    jsonAsked: options.json === true,
    answer: (value, text) => {
      process.stdout.write(json ? `${JSON.stringify(value, undefined, 2)}\n` : endLine(text()));
    },
    text: (text) => void process.stdout.write(text),
    note: writeError,
    diagnostics: (diagnostics, file, source) => {
      for (const diagnostic of diagnostics) writeError(formatDiagnostic(diagnostic, file, source));
    },
  };
}

function writeError(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/** A diagnostic as compilers print it: place, severity, message, the text that it is about, and what to do about it. Offsets point into `source`. */
export function formatDiagnostic(diagnostic: Diagnostic, file?: string, source?: string): string {
  const { severity, message, line, column, from, to, hint } = diagnostic;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const lines = [`${place === '' ? '' : `${place}: `}${severity}: ${message}`];
  if (source !== undefined && from !== undefined)
    for (const text of pointAt(source, from, to ?? from)) lines.push(`  ${text}`);
  if (hint !== undefined) lines.push(`  hint: ${hint}`);
  return lines.join('\n');
}

function endLine(text: string): string {
  return text.endsWith('\n') || text === '' ? text : `${text}\n`;
}
