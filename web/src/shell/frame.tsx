import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.ts';
import { withAllTexts } from '../lib/i18n/setup.ts';
import { useIsNarrow } from '../lib/use-is-narrow.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { BottomBar } from './bottom-bar.tsx';
import styles from './frame.module.css';
import { GapBanner } from './gap-banner.tsx';
import { LossBanner } from './loss-banner.tsx';
import { Rail } from './rail.tsx';
import { RedirectToSignIn } from './redirect-to-sign-in.tsx';
import { RefusingBanner } from './refusing-banner.tsx';
import { TopBar } from './top-bar.tsx';
import { useGlobalShortcuts } from './use-global-shortcuts.ts';

const loadNewPassword = withAllTexts(() => import('../features/session/new-password-page.tsx'));
const NewPasswordPage = lazy(async () => ({ default: (await loadNewPassword()).NewPasswordPage }));
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const ShortcutsHelp = lazy(async () => ({ default: (await import('./shortcuts-help.tsx')).ShortcutsHelp }));

/** The frame round every page but sign-in: rail at the left (at the foot where there is one column), bar at the top, the content. */
export function Frame() {
  const { t } = useTranslation();
  const session = useSession();
  const [open, setOpen] = useState<'palette' | 'help' | undefined>();
  const isNarrow = useIsNarrow();
  useGlobalShortcuts(setOpen);
  if (session.isPending) return <div className={styles['blank']} aria-busy="true" />;
  if (session.isError) return <ErrorPanel error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) return <RedirectToSignIn />;
  const { user } = session.data;
  if (user.mustChangePassword) {
    return (
      <Suspense fallback={<div className={styles['blank']} aria-busy="true" />}>
        <NewPasswordPage name={user.name} />
      </Suspense>
    );
  }
  return (
    <div className={styles['frame']}>
      <a href="#content" className={styles['skip']}>
        {t('frame.skipToContent')}
      </a>
      {!isNarrow && <Rail role={user.role} />}
      <TopBar session={session.data} onPalette={() => setOpen('palette')} onHelp={() => setOpen('help')} />
      <main id="content" className={styles['content']} tabIndex={-1}>
        <RefusingBanner />
        <LossBanner />
        <GapBanner />
        <Outlet />
      </main>
      {isNarrow && <BottomBar role={user.role} />}
      <Suspense>
        {open === 'palette' && <Palette onClose={() => setOpen(undefined)} />}
        {open === 'help' && <ShortcutsHelp onClose={() => setOpen(undefined)} />}
      </Suspense>
    </div>
  );
}
