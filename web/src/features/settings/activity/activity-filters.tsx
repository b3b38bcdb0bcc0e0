import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityFilter } from '../../../api/operations.ts';
import styles from '../settings.module.css';
import { activityActions } from './activity-names.ts';

interface ActivityFiltersProps {
  readonly filter: ActivityFilter;
  readonly onChange: (filter: ActivityFilter) => void;
}

const pauseMillis = 300;

/** Whose activities are shown, and which. */
export function ActivityFilters({ filter, onChange }: ActivityFiltersProps) {
  const { t } = useTranslation();
  const [actor, setActor] = useState(filter.actor);
  const ask = useDebouncedCallback(onChange, pauseMillis);
  return (
    <div className={styles['filters']}>
      <TextInput
        aria-label={t('activity.actor')}
        placeholder={t('activity.anyActor')}
        value={actor}
        onChange={(event) => {
          setActor(event.currentTarget.value);
          ask({ ...filter, actor: event.currentTarget.value.trim() });
        }}
      />
      <Select
        aria-label={t('activity.action')}
        placeholder={t('activity.anyAction')}
        data={activityActions.map((value) => ({ value, label: t(`activity.does.${value}`) }))}
        value={filter.action || null}
        clearable
        searchable
        onChange={(action) => onChange({ actor: actor.trim(), action: action ?? '' })}
      />
    </div>
  );
}
