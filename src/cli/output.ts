import type { Diagnostic } from '../base/index.ts';

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
  /** Prints diagnostics to standard error. */
  diagnostics(diagnostics: readonly Diagnostic[], file?: string): void;
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
    diagnostics: (diagnostics, file) => {
      for (const diagnostic of diagnostics) writeError(formatDiagnostic(diagnostic, file));
    },
  };
}

function writeError(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/** A diagnostic as compilers print it: place, severity, message, and what to do about it. */
export function formatDiagnostic(diagnostic: Diagnostic, file?: string): string {
  const { severity, message, line, column, hint } = diagnostic;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const head = `${place === '' ? '' : `${place}: `}${severity}: ${message}`;
  return hint === undefined ? head : `${head}\n  hint: ${hint}`;
}

/** Text of unknown origin without the control characters that a terminal would obey. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\u{fffd}');
}

function endLine(text: string): string {
  return text.endsWith('\n') || text === '' ? text : `${text}\n`;
}
