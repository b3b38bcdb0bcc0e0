import type { Diagnostic } from './diagnostic.ts';

/** A value, or the reasons why there is none. Warnings may come with a value. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Wraps a value, with warnings if there are any. */
export function ok<T>(value: T, diagnostics: readonly Diagnostic[] = []): Result<T> {
  return { ok: true, value, diagnostics };
}

/** Wraps the reasons why there is no value; at least one is an error. */
export function fail(...diagnostics: readonly Diagnostic[]): Result<never> {
  return { ok: false, diagnostics };
}
