import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { useMoment } from './use-moment.ts';

/** What was ever rendered: a question, and the moment at which it is asked. */
let seen: string[] = [];

function Asked({ question }: { readonly question: string }) {
  const [at, askAgain] = useMoment(question);
  seen.push(`${question} ${at}`);
  return <button type="button" onClick={askAgain} />;
}

let host: HTMLElement;
let page: Root;

beforeAll(() => void vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true));

beforeEach(() => {
  host = document.body.appendChild(document.createElement('div'));
  page = createRoot(host);
  seen = [];
  vi.useFakeTimers({ now: 1000 });
});
afterEach(() => {
  vi.useRealTimers();
  act(() => page.unmount());
  host.remove();
});

describe('the moment at which a question is asked', () => {
  test('stays while the question does', () => {
    act(() => page.render(<Asked question="a" />));
    vi.setSystemTime(2000);
    act(() => page.render(<Asked question="a" />));
    expect(new Set(seen)).toEqual(new Set(['a 1000']));
  });

  test('changes in one step with the question: the old one is never asked at the new moment', () => {
    act(() => page.render(<Asked question="a" />));
    vi.setSystemTime(2000);
    act(() => page.render(<Asked question="b" />));
    expect([...new Set(seen)]).toEqual(['a 1000', 'b 2000']);
  });

  test('is renewed where the same question is asked again', () => {
    act(() => page.render(<Asked question="a" />));
    vi.setSystemTime(2000);
    act(() => host.querySelector('button')?.click());
    expect([...new Set(seen)]).toEqual(['a 1000', 'a 2000']);
  });
});
