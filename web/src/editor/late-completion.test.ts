import { autocompletion, completionStatus } from '@codemirror/autocomplete';
import { EditorView } from '@codemirror/view';
import { afterEach, expect, it, vi } from 'vitest';
import { dropLateCompletion } from './late-completion.ts';

let view: EditorView;
afterEach(() => view.destroy());

/** An editor in which a letter was written, for which suggestions are on their way; and what brings them. */
function written() {
  const coming = Promise.withResolvers<undefined>();
  const source = vi.fn(async () => {
    await coming.promise;
    return { from: 0, options: [{ label: 'verb' }] };
  });
  view = new EditorView({
    parent: document.body,
    extensions: [autocompletion({ override: [source] }), dropLateCompletion],
  });
  view.dispatch({ changes: { from: 0, insert: 'v' }, selection: { anchor: 1 }, userEvent: 'input.type' });
  expect(completionStatus(view.state)).toBe('pending');
  return { source, bring: () => coming.resolve(undefined) };
}

it('shows suggestions that come while somebody writes', async () => {
  const { bring } = written();
  bring();
  await vi.waitFor(() => expect(completionStatus(view.state)).toBe('active'));
});

it('shows none that come after the writer has left', async () => {
  const { source, bring } = written();
  await vi.waitFor(() => expect(source).toHaveBeenCalled());
  view.contentDOM.dispatchEvent(new FocusEvent('blur'));
  expect(completionStatus(view.state)).toBeNull();
  bring();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(completionStatus(view.state)).toBeNull();
});
