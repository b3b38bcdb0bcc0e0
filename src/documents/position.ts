import { type Diagnostic, type Said, worded } from '../base/index.ts';

/** The way to a value: names of members and indexes of items. */
export type Path = readonly (string | number)[];

/** Where something stands, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export const start: Position = { line: 1, column: 1 };

/** Builds an error about a place in a file. */
export function fileProblem(code: string, message: Said, { line, column }: Position, hint?: Said): Diagnostic {
  return { code, severity: 'error', ...worded(message, hint), line, column };
}
