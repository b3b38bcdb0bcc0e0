import { Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconZoomScan } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../api/session.ts';
import { usePreferences } from '../lib/preferences.ts';
import styles from './frame.module.css';
import { places, settingsIcon } from './places.tsx';
import { settingsSection } from './settings-section.ts';

/** The places of the product, 56 px wide; labels on hover, or beside the icons when pinned. */
export function Rail({ role }: { readonly role: Role }) {
  const { t } = useTranslation();
  const [{ railPinned }, change] = usePreferences();
  const settings = t('frame.settings');
  const pin = railPinned ? t('frame.unpin') : t('frame.pin');
  return (
    <nav className={styles['rail']} aria-label={t('frame.places')} data-pinned={railPinned || undefined}>
      <span className={styles['brand']}>
        <IconZoomScan size={22} stroke={1.9} aria-hidden />
        {railPinned && 'Whodunit'}
      </span>
      {places.map(({ to, label, icon }) => (
        <Place key={to} label={t(label)} pinned={railPinned}>
          <Link to={to} className={styles['place']} aria-label={t(label)} activeOptions={{ exact: to === '/' }}>
            {icon}
            {railPinned && t(label)}
          </Link>
        </Place>
      ))}
      <span className={styles['spacer']} />
      <Place label={pin} pinned={railPinned}>
        <button
          type="button"
          className={styles['place']}
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
      <Place label={settings} pinned={railPinned}>
        <Link
          to="/settings/$section"
          params={{ section: settingsSection(role) }}
          className={styles['place']}
          aria-label={settings}
        >
          {settingsIcon}
          {railPinned && settings}
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
