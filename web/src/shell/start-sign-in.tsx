import './sign-in.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SignInPage } from '../features/session/sign-in-page.tsx';
import { setupLanguage } from '../lib/i18n/setup.ts';
import { signInTexts } from '../lib/i18n/texts.ts';

/** Starts the form of sign-in, without what the other pages are made with. */
export async function start(): Promise<void> {
  await setupLanguage(signInTexts);
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <SignInPage />
    </StrictMode>,
  );
}
