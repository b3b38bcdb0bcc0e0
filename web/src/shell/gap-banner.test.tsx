import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeAll, expect, it, vi } from 'vitest';
import { setupLanguage } from '../lib/i18n/setup.ts';
import { GapBanner } from './gap-banner.tsx';

beforeAll(async () => {
  await setupLanguage();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
});

/** What the banner says of a status that was just answered. */
function textOf(silent: readonly { readonly cluster: string; readonly apiServer: string }[]): string {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  queryClient.setQueryData(['status'], { silent });
  const host = document.body.appendChild(document.createElement('div'));
  const root = createRoot(host);
  act(() =>
    root.render(
      <MantineProvider>
        <QueryClientProvider client={queryClient}>
          <GapBanner />
        </QueryClientProvider>
      </MantineProvider>,
    ),
  );
  const text = host.querySelector('[role="alert"]')?.textContent ?? '';
  act(() => root.unmount());
  return text;
}

it('names API servers that are silent, a few of many, and says nothing where none is', () => {
  expect(textOf([{ cluster: 'prod', apiServer: 'apiserver-b' }])).toContain('1 API server is silent');
  const many = Array.from({ length: 9 }, (_, index) => ({ cluster: 'prod', apiServer: `cp-${index}` }));
  expect(textOf(many)).toContain('9 API servers are silent');
  expect(textOf(many)).toContain('prod: cp-4 ');
  expect(textOf(many)).not.toContain('cp-5');
  expect(textOf([])).toBe('');
});
