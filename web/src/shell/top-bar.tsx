import { ActionIcon, Kbd } from '@mantine/core';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useClusters } from '../api/clusters.ts';
import type { Session } from '../api/session.ts';
import { AccountMenu } from './account-menu.tsx';
import { ClusterPicker } from './cluster-picker.tsx';
import { ColorSchemeToggle } from '../components/color-scheme-toggle.tsx';
import styles from './frame.module.css';
import { LanguageMenu } from '../components/language-menu.tsx';
import { InboxBell } from './inbox-bell.tsx';
import { LastEvent } from './last-event.tsx';
import { modKey } from './mod-key.ts';
import { useChosenClusters } from '../lib/use-chosen-clusters.ts';
import { tip } from '../components/overlay/tip.ts';

interface TopBarProps {
  readonly session: Session;
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

export function TopBar({ session, onPalette, onHelp }: TopBarProps) {
  const { t } = useTranslation();
  const clusters = useClusters();
  const [chosen, choose] = useChosenClusters();
  return (
    <header className={styles['bar']}>
      <ClusterPicker clusters={clusters.data ?? []} chosen={chosen} onChoose={choose} />
      <button type="button" className={styles['search']} onClick={onPalette}>
        <IconSearch size={14} aria-hidden />
        <span className={styles['searchLabel']}>{t('frame.goTo')}</span>
        <Kbd size="xs">{modKey()} K</Kbd>
      </button>
      <LastEvent clusters={clusters.data ?? []} chosen={chosen} />
      <InboxBell />
      <LanguageMenu />
      <ColorSchemeToggle />
      <ActionIcon
        {...tip(t('frame.shortcuts'))}
        className={styles['keysButton'] ?? ''}
        aria-label={t('frame.shortcuts')}
        onClick={onHelp}
      >
        <IconKeyboard size={18} stroke={1.6} />
      </ActionIcon>
      <AccountMenu user={session.user} />
    </header>
  );
}
