import { RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** Lines, counted from 1 and both included, that stand out. */
export interface LineMark {
  readonly from: number;
  readonly to: number;
  readonly kind: 'lit' | 'unreached';
}

export const setLineMarks = StateEffect.define<readonly LineMark[]>();

/** Shows the marks that were set last; editing moves them along until new ones come. */
export const lineMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    const set = transaction.effects.find((effect) => effect.is(setLineMarks));
    if (!set) return value.map(transaction.changes);
    const { doc } = transaction.state;
    const kinds = new Map<number, Set<string>>();
    for (const { from, to, kind } of set.value)
      for (let line = from; line <= Math.min(to, doc.lines); line += 1)
        kinds.set(line, (kinds.get(line) ?? new Set()).add(`cm-${kind}`));
    const builder = new RangeSetBuilder<Decoration>();
    for (const [line, names] of [...kinds].toSorted(([a], [b]) => a - b)) {
      const at = doc.line(line).from;
      builder.add(at, at, Decoration.line({ class: [...names].join(' ') }));
    }
    return builder.finish();
  },
  provide: (field) => EditorView.decorations.from(field),
});
