import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { queryTokens } from './query-language.ts';

/** Longer than this, a query is shown plain: colours are not worth a slow keystroke. */
const longestHighlighted = 20_000;

/** Colours the query with the tokens of the parser itself, so that the eye sees what the server will. */
export const highlighting = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const text = view.state.doc.toString();
  if (text.length > longestHighlighted) return builder.finish();
  for (const { from, to, kind } of queryTokens(text))
    if (to > from) builder.add(from, to, Decoration.mark({ class: `tok-${kind}` }));
  return builder.finish();
}
