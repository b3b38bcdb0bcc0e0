import type { Diagnostic, Span } from '../base/index.ts';

/** What takes the place of a piece of a text. */
export interface Replacement extends Span {
  readonly text: string;
}

/** A text of which pieces were replaced, and where in the text before a place of it stood. */
export interface ReplacedText {
  readonly text: string;
  /** What lies within a replacement stands where the piece stood that it took the place of. */
  readonly before: (span: Span) => Span;
}

/** Replaces pieces of a text; they are in order and do not overlap. */
export function replacePieces(text: string, replacements: readonly Replacement[]): ReplacedText {
  const pieces: { readonly from: number; readonly to: number; readonly before: Span }[] = [];
  let made = '';
  let read = 0;
  for (const { from, to, text: replacement } of replacements) {
    made += text.slice(read, from);
    pieces.push({ from: made.length, to: made.length + replacement.length, before: { from, to } });
    made += replacement;
    read = to;
  }
  const before = (at: number, side: 'from' | 'to'): number => {
    const index = pieces.findLastIndex((piece) => piece.from < at || (side === 'from' && piece.from === at));
    const piece = pieces[index];
    if (!piece) return at;
    const isWithin = side === 'from' ? at < piece.to : at <= piece.to;
    return isWithin ? piece.before[side] : piece.before.to + at - piece.to;
  };
  return {
    text: made + text.slice(read),
    before: ({ from, to }) => ({ from: before(from, 'from'), to: before(to, 'to') }),
  };
}

/** Puts the places of diagnostics where they stood in the text before. */
export function placedBefore(
  diagnostics: readonly Diagnostic[],
  replaced: Pick<ReplacedText, 'before'>,
): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => {
    const { from, to } = diagnostic;
    return from === undefined || to === undefined ? diagnostic : { ...diagnostic, ...replaced.before({ from, to }) };
  });
}
