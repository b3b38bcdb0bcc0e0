import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';

/** What stands before the caret on its line, and what may stand there then. */
export type MemberValues = readonly (readonly [RegExp, readonly string[]])[];

/** Completes the members of a file of YAML, and what they may be. */
export function completeMembers(
  context: CompletionContext,
  members: readonly string[],
  values: MemberValues,
): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const word = context.matchBefore(/[\w-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const known = values.find(([pattern]) => pattern.test(before));
  if (known) return { from: word.from, options: known[1].map((label) => ({ label })) };
  if (!/^\s*(-\s*)?\w*$/.test(before)) return null;
  return { from: word.from, options: members.map((label) => ({ label })) };
}
