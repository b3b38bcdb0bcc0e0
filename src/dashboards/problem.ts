import { type Diagnostic, type Said, type Span, worded } from '../base/index.ts';
import type { DashboardCode } from './diagnostic-codes.ts';

const longest = 200;

/** Builds an error about a part of a statement. */
export function problem(code: DashboardCode, { from, to }: Span, message: Said, hint?: Said): Diagnostic {
  return { code, severity: 'error', ...worded(message, hint), from, to };
}

/** What somebody wrote, as a message shows it. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
