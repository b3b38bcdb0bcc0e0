import { closeCompletion, completionStatus } from '@codemirror/autocomplete';
import { EditorView } from '@codemirror/view';

/** Suggestions that come when the writer has gone elsewhere are not shown: they would stand over what they went to. */
export const dropLateCompletion = EditorView.domEventHandlers({
  blur: (_event, view) => {
    if (completionStatus(view.state) === 'pending') closeCompletion(view);
  },
});
