import { Tooltip } from '@mantine/core';
import {
  IconBellRinging,
  IconChartHistogram,
  IconFileSearch,
  IconHeartbeat,
  IconLayoutDashboard,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconServer2,
  IconSend,
  IconSettings,
  IconShieldCheck,
  IconZoomScan,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../api/session.ts';
import { usePreferences } from '../lib/preferences.ts';
import styles from './frame.module.css';

/** The places of the product, 56 px wide; labels on hover, or beside the icons when pinned. */
export function Rail({ role }: { readonly role: Role }) {
  const { t } = useTranslation();
  const [{ railPinned }, change] = usePreferences();
  const places: readonly { readonly to: string; readonly label: string; readonly icon: ReactNode }[] = [
    { to: '/', label: t('frame.overview'), icon: <IconLayoutDashboard size={20} stroke={1.6} /> },
    { to: '/explore', label: t('frame.explore'), icon: <IconFileSearch size={20} stroke={1.6} /> },
    { to: '/reports', label: t('frame.reports'), icon: <IconChartHistogram size={20} stroke={1.6} /> },
    { to: '/alerts', label: t('frame.alerts'), icon: <IconBellRinging size={20} stroke={1.6} /> },
    { to: '/policy', label: t('frame.policy'), icon: <IconShieldCheck size={20} stroke={1.6} /> },
    { to: '/clusters', label: t('frame.clusters'), icon: <IconServer2 size={20} stroke={1.6} /> },
    { to: '/destinations', label: t('frame.destinations'), icon: <IconSend size={20} stroke={1.6} /> },
    { to: '/health', label: t('frame.health'), icon: <IconHeartbeat size={20} stroke={1.6} /> },
  ];
  const settings = { label: t('frame.settings'), icon: <IconSettings size={20} stroke={1.6} /> };
  const pin = railPinned ? t('frame.unpin') : t('frame.pin');
  return (
    <nav className={styles['rail']} aria-label={t('frame.places')} data-pinned={railPinned || undefined}>
      <span className={styles['brand']}>
        <IconZoomScan size={22} stroke={1.9} aria-hidden />
        {railPinned && 'Whodunit'}
      </span>
      {places.map(({ to, label, icon }) => (
        <Place key={to} label={label} pinned={railPinned}>
          <Link to={to} className={styles['place']} aria-label={label} activeOptions={{ exact: to === '/' }}>
            {icon}
            {railPinned && <span className={styles['placeLabel']}>{label}</span>}
          </Link>
        </Place>
      ))}
      <span className={styles['spacer']} />
      <Place label={pin} pinned={railPinned}>
        <button
          type="button"
          className={`${styles['place']} ${styles['pin']}`}
          aria-label={pin}
          onClick={() => change({ railPinned: !railPinned })}
        >
          {railPinned ? (
            <IconLayoutSidebarLeftCollapse size={20} stroke={1.6} />
          ) : (
            <IconLayoutSidebarLeftExpand size={20} stroke={1.6} />
          )}
          {railPinned && pin}
        </button>
      </Place>
      <Place label={settings.label} pinned={railPinned}>
        <Link
          to="/settings/$section"
          params={{ section: role === 'admin' ? 'users' : 'appearance' }}
          className={styles['place']}
          aria-label={settings.label}
        >
          {settings.icon}
          {railPinned && <span className={styles['placeLabel']}>{settings.label}</span>}
        </Link>
      </Place>
    </nav>
  );
}

interface PlaceProps {
  readonly label: string;
  readonly pinned: boolean;
  readonly children: ReactNode;
}

function Place({ label, pinned, children }: PlaceProps) {
  return (
    <Tooltip label={label} position="right" disabled={pinned} openDelay={100}>
      {children}
    </Tooltip>
  );
}
