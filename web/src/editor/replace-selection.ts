import { EditorView } from '@codemirror/view';

/**
 * Replaces selected text by what is typed itself: left to the browser, Chromium keeps the look of what stood there as an
 * inline style, which the page's Content-Security-Policy refuses and reports.
 */
export const replaceSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType, isComposing } = event;
    if (inputType !== 'insertText' || data === null || isComposing || view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});
