import type { Diagnostic } from '../base/index.ts';

/** The way to a value: names of members and indexes of items. */
export type Path = readonly (string | number)[];

/** Where something stands, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export const start: Position = { line: 1, column: 1 };

/** Builds an error about a place in a file. */
export function fileProblem(code: string, message: string, { line, column }: Position, hint?: string): Diagnostic {
  return { code, severity: 'error', message, line, column, ...(hint === undefined ? {} : { hint }) };
}
