import { Link, Navigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../components/page.tsx';
import { ActiveAlerts } from './active-alerts.tsx';
import styles from './alerts.module.css';
import { Channels } from './channels/channels.tsx';
import { History } from './history.tsx';
import { Inbox } from './inbox/inbox.tsx';
import { Policies } from './policies/policies.tsx';
import { RuleList } from './rules/rule-list.tsx';
import { Silences } from './silences/silences.tsx';

const sections = ['inbox', 'active', 'history', 'rules', 'policies', 'silences', 'channels'] as const;
type Section = (typeof sections)[number];

const contents: Record<Section, () => ReactNode> = {
  inbox: Inbox,
  active: ActiveAlerts,
  history: History,
  rules: RuleList,
  policies: Policies,
  silences: Silences,
  channels: Channels,
};

/** What fires, what fired, by which rules, and who is told. */
export function AlertsPage() {
  const { t } = useTranslation();
  const { section } = useParams({ from: '/frame/alerts/$section' });
  const shown = sections.find((name) => name === section);
  if (!shown) return <Navigate to="/alerts/$section" params={{ section: 'inbox' }} replace />;
  const Content = contents[shown];
  return (
    <Page title={t('frame.alerts')}>
      <nav className={styles['tabs']} aria-label={t('frame.alerts')}>
        {sections.map((name) => (
          <Link key={name} to="/alerts/$section" params={{ section: name }} className={styles['tab']}>
            {t(`alerts.section.${name}`)}
          </Link>
        ))}
      </nav>
      <section aria-label={t(`alerts.section.${shown}`)}>
        <Content />
      </section>
    </Page>
  );
}
