import type { Span } from '../../base/index.ts';
import { escapedAt } from './scanner.ts';

/** One side of a statement: its text and where it stands. */
export interface StatementPart {
  readonly text: string;
  readonly span: Span;
}

/** `search | analysis`; without `|` there is no analysis. */
export interface StatementParts {
  readonly search: StatementPart;
  readonly analysis: StatementPart | undefined;
}

/** Splits a statement at the first `|` that is not in double quotes. */
export function splitStatement(statement: string): StatementParts {
  const at = findPipe(statement);
  if (at < 0) return { search: part(statement, 0, statement.length), analysis: undefined };
  return { search: part(statement, 0, at), analysis: part(statement, at + 1, statement.length) };
}

function findPipe(statement: string): number {
  let isQuoted = false;
  for (let at = 0; at < statement.length; at = escapedAt(statement, at).to) {
    const character = statement[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '|' && !isQuoted) return at;
  }
  return -1;
}

function part(statement: string, from: number, to: number): StatementPart {
  return { text: statement.slice(from, to), span: { from, to } };
}
