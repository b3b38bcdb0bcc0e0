import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconZoomScan } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Role } from '../api/session.ts';
import { usePreferences } from '../lib/preferences.ts';
import { tip } from '../components/overlay/tip.ts';
import styles from './frame.module.css';
import { places, settingsIcon } from './places.tsx';
import { settingsSection } from './settings-section.ts';

/** The places of the product, 56 px wide; labels on hover, or beside the icons when pinned. */
export function Rail({ role }: { readonly role: Role }) {
  const { t } = useTranslation();
  const [{ railPinned }, change] = usePreferences();
  const settings = t('frame.settings');
  const pin = railPinned ? t('frame.unpin') : t('frame.pin');
  const named = (label: string) => ({
    'aria-label': label,
    ...(railPinned ? {} : tip(label, { side: 'right', delay: 100 })),
  });
  return (
    <nav className={styles['rail']} aria-label={t('frame.places')} data-pinned={railPinned || undefined}>
      <span className={styles['brand']}>
        <IconZoomScan size={22} stroke={1.9} aria-hidden />
        {railPinned && 'Whodunit'}
      </span>
      {places.map(({ to, label, icon }) => (
        <Link key={to} {...named(t(label))} to={to} className={styles['place']} activeOptions={{ exact: to === '/' }}>
          {icon}
          {railPinned && t(label)}
        </Link>
      ))}
      <span className={styles['spacer']} />
      <button
        {...named(pin)}
        type="button"
        className={styles['place']}
        onClick={() => change({ railPinned: !railPinned })}
      >
        {railPinned ? (
          <IconLayoutSidebarLeftCollapse size={20} stroke={1.6} />
        ) : (
          <IconLayoutSidebarLeftExpand size={20} stroke={1.6} />
        )}
        {railPinned && pin}
      </button>
      <Link
        {...named(settings)}
        to="/settings/$section"
        params={{ section: settingsSection(role) }}
        className={styles['place']}
      >
        {settingsIcon}
        {railPinned && settings}
      </Link>
    </nav>
  );
}
