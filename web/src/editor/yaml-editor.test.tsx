import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { kubeRelease, lintPolicy } from '../../../src/policy/index.ts';
import { toEditorFindings } from '../features/policy/findings-in-editor.ts';
import { completePolicy } from './policy-completion.ts';
import { YamlEditor } from './yaml-editor.tsx';

const release = kubeRelease(36);
const findingsOf = (text: string) => toEditorFindings(text, lintPolicy(text, release).findings);
const long = `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${'  - level: Metadata\n'.repeat(20)}`;
const short = 'kind: Policy\n';

beforeAll(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
});

describe('YamlEditor', () => {
  it('takes a shorter text while the findings are still those of a longer one', () => {
    const host = document.body.appendChild(document.createElement('div'));
    const root = createRoot(host);
    const show = (value: string, judged: string) =>
      act(() =>
        root.render(
          <YamlEditor
            value={value}
            label="file"
            findings={findingsOf(judged)}
            marks={[]}
            complete={completePolicy}
            onChange={() => {}}
          />,
        ),
      );
    show(long, long);
    expect(findingsOf(long).diagnostics.length).toBeGreaterThan(0);
    show(short, long);
    show('', long);
    show(short, short);
    expect(host.querySelector('.cm-content')?.textContent).toBe('kind: Policy');
    act(() => root.unmount());
  });
});
