import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeAll, expect, it, vi } from 'vitest';
import { setupLanguage } from '../lib/i18n/setup.ts';
import { LossBanner } from './loss-banner.tsx';

beforeAll(async () => {
  await setupLanguage();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
});

/** What the banner says of a status that was just answered. */
function textOf(integrity: { readonly missingParts: number; readonly missingEvents: number } | null): string {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  queryClient.setQueryData(['status'], { integrity });
  const host = document.body.appendChild(document.createElement('div'));
  const root = createRoot(host);
  act(() =>
    root.render(
      <MantineProvider>
        <QueryClientProvider client={queryClient}>
          <LossBanner />
        </QueryClientProvider>
      </MantineProvider>,
    ),
  );
  const text = host.querySelector('[role="alert"]')?.textContent ?? '';
  act(() => root.unmount());
  return text;
}

it('says how many events are missing, and nothing where none are or the caller is not to know', () => {
  const text = textOf({ missingParts: 2, missingEvents: 1100 });
  expect(text).toContain('1,100 stored events are missing');
  expect(text).toContain('set aside: 2.');
  expect(textOf({ missingParts: 0, missingEvents: 0 })).toBe('');
  expect(textOf(null)).toBe('');
});
