import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { expect, it } from 'vitest';
import { completeDashboard } from './dashboard-completion.ts';

const at = (text: string): readonly string[] | undefined =>
  completeDashboard(new CompletionContext(EditorState.create({ doc: text }), text.length, false))?.options.map(
    ({ label }) => label,
  );

it('knows the members of a dashboard and what they may be', () => {
  expect(at('kind: Dashboard\nrang')).toContain('range: -7d');
  expect(at('      - chart: m')).toContain('map');
  expect(at('        columns:\n          - {name: n, means: na')).toContain('namespace');
  expect(at('filters: [namespace, us')).toContain('user');
  expect(at('        statement: sel')).toBeUndefined();
});
