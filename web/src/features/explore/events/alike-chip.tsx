import { Tooltip } from '@mantine/core';
import { IconStack2, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../../lib/preferences.ts';
import styles from '../explore.module.css';

/** Tells neighbours that are alike in one row, or each by itself; this browser remembers which. */
export function AlikeChip() {
  const { t } = useTranslation();
  const [{ groupsAlike }, change] = usePreferences();
  return (
    <Tooltip label={t('events.alikeHint')} multiline maw={420}>
      <button
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
    </Tooltip>
  );
}
