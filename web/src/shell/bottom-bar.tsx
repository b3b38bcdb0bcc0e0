import { IconDots } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Role } from '../api/session.ts';
import { MenuButton } from '../components/overlay/menu-button.tsx';
import styles from './frame.module.css';
import { places, settingsIcon } from './places.tsx';
import { settingsSection } from './settings-section.ts';

/** What stands at the foot itself: with a label each, no more fit on 320 px. */
const shown = places.slice(0, 4);
const others = places.slice(4);

/** The places where there is one column: at the foot, where a thumb reaches them, each with its name; the less common in a menu. */
export function BottomBar({ role }: { readonly role: Role }) {
  const { t } = useTranslation();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const isInMenu = path.startsWith('/settings') || others.some(({ to }) => path.startsWith(to));
  return (
    <nav className={styles['foot']} aria-label={t('frame.places')}>
      {shown.map(({ to, label, icon }) => (
        <Link key={to} to={to} className={styles['footPlace']} activeOptions={{ exact: to === '/' }}>
          {icon}
          <span className={styles['footLabel']}>{t(label)}</span>
        </Link>
      ))}
      <MenuButton
        position="top-end"
        width={220}
        entries={[
          ...others.map(({ to, label, icon }) => ({ label: t(label), icon, link: { to } })),
          {
            label: t('frame.settings'),
            icon: settingsIcon,
            link: { to: '/settings/$section', params: { section: settingsSection(role) } },
          },
        ]}
        button={(opener) => (
          <button
            {...opener}
            type="button"
            className={styles['footPlace']}
            data-status={isInMenu ? 'active' : undefined}
          >
            <IconDots size={20} stroke={1.6} aria-hidden />
            <span className={styles['footLabel']}>{t('frame.more')}</span>
          </button>
        )}
      />
    </nav>
  );
}
