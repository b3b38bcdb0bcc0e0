import { Link, Navigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.ts';
import { Page } from '../../components/page.tsx';
import { ActivityLog } from './activity/activity-log.tsx';
import { ApiTokens } from './api-tokens.tsx';
import { Appearance } from './appearance.tsx';
import { DeadLetters } from './dead-letters.tsx';
import styles from './settings.module.css';
import { Users } from './users.tsx';

const sections = ['users', 'tokens', 'activity', 'dead-letters', 'appearance'] as const;
type Section = (typeof sections)[number];

const contents: Record<Section, () => ReactNode> = {
  users: Users,
  tokens: ApiTokens,
  activity: ActivityLog,
  'dead-letters': DeadLetters,
  appearance: Appearance,
};

/** Who may see what, what they did, what could not be stored, and how the page looks. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { section } = useParams({ from: '/frame/settings/$section' });
  const session = useSession();
  const isAdmin = session.data?.user.role === 'admin';
  const allowed = isAdmin ? sections : (['appearance'] as const);
  const shown = allowed.find((name) => name === section);
  if (!shown) return <Navigate to="/settings/$section" params={{ section: 'appearance' }} replace />;
  const Content = contents[shown];
  return (
    <Page title={t('frame.settings')}>
      <div className={styles['columns']}>
        <nav className={styles['sections']} aria-label={t('frame.settings')}>
          {allowed.map((name) => (
            <Link key={name} to="/settings/$section" params={{ section: name }} className={styles['section']}>
              {t(`settings.${name}`)}
            </Link>
          ))}
        </nav>
        <section className={styles['content']} aria-label={t(`settings.${shown}`)}>
          <Content />
        </section>
      </div>
    </Page>
  );
}
