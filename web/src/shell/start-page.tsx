import '../lib/theme/mantine.css';
import '../lib/theme/tokens.css';
import '../lib/theme/global.css';
import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from '../api/error.ts';
import { TipHost } from '../components/overlay/tip-host.tsx';
import { setupLanguage } from '../lib/i18n/setup.ts';
import { firstTexts } from '../lib/i18n/texts.ts';
import { router } from './router.tsx';
import { colorSchemeKey } from '../lib/theme/color-scheme.ts';
import { styleNonce } from '../lib/theme/nonce.ts';
import { theme, variables } from '../lib/theme/theme.ts';

const colorScheme = localStorageColorSchemeManager({ key: colorSchemeKey });
// get-nonce, which the scroll lock of dialogs marks its style elements with, reads this name.
Reflect.set(globalThis, '__webpack_nonce__', styleNonce());

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A wrong query stays wrong; a server that is restarting comes back.
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503),
    },
  },
});

/** Starts the page: all of it but the form of sign-in. */
export async function start(): Promise<void> {
  await setupLanguage(firstTexts);
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        colorSchemeManager={colorScheme}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
        // No sheet has the default ones.
        deduplicateCssVariables={false}
      >
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
          <TipHost />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
