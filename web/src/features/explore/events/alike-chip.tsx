import { IconStack2, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../../lib/preferences.ts';
import styles from '../explore.module.css';
import { tip } from '../../../components/overlay/tip.ts';

/** Tells neighbours that are alike in one row, or each by itself; this browser remembers which. */
export function AlikeChip() {
  const { t } = useTranslation();
  const [{ groupsAlike }, change] = usePreferences();
  return (
    <button
      {...tip(t('events.alikeHint'))}
      type="button"
      data-action="alike"
      aria-pressed={groupsAlike}
      className={groupsAlike ? `${styles['chip']} ${styles['pressed']}` : styles['chipButton']}
      onClick={() => change({ groupsAlike: !groupsAlike })}
    >
      <IconStack2 size={14} aria-hidden />
      {t('events.alike')}
      {groupsAlike && <IconX size={14} aria-hidden />}
    </button>
  );
}
