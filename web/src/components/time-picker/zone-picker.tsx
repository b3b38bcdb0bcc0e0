import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localZone, offsetLabel } from '../../lib/time-zone.ts';
import styles from './time-panel.module.css';

interface ZonePickerProps {
  readonly zone: string;
  readonly onZone: (zone: string | undefined) => void;
}

export function ZonePicker({ zone, onZone }: ZonePickerProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase().replaceAll(' ', '_');
  const found = zones().filter((name) => name.toLowerCase().includes(wanted));
  const [now] = useState(() => Date.now());
  return (
    <>
      <TextInput
        value={filter}
        placeholder={t('time.filterZones')}
        aria-label={t('time.filterZones')}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <div className={styles['zones']}>
        {found.slice(0, 60).map((name) => (
          <button
            key={name}
            type="button"
            className={styles['preset']}
            aria-pressed={name === zone}
            onClick={() => onZone(name === localZone() ? undefined : name)}
          >
            <span>{name.replaceAll('_', ' ')}</span>
            <span className={styles['offset']}>{offsetLabel(now, name)}</span>
          </button>
        ))}
      </div>
    </>
  );
}

/** This computer's zone and UTC first, then all that the browser knows. */
function zones(): readonly string[] {
  return [...new Set([localZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
