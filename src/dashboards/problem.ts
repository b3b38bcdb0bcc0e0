import type { Diagnostic, Span } from '../base/index.ts';
import type { DashboardCode } from './diagnostic-codes.ts';

const longest = 200;

/** Builds an error about a part of a statement. */
export function problem(code: DashboardCode, { from, to }: Span, message: string, hint?: string): Diagnostic {
  return { code, severity: 'error', message, from, to, ...(hint === undefined ? {} : { hint }) };
}

/** What somebody wrote, as a message shows it. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
