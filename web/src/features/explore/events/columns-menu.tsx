import { ActionIcon, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fields } from '../../../../../src/audit/index.ts';
import { readColumns, sentenceColumns } from './columns.ts';
import styles from './events.module.css';

interface ColumnsMenuProps {
  readonly columns: readonly string[] | undefined;
  readonly onChange: (columns: readonly string[] | undefined) => void;
}

export function ColumnsMenu({ columns, onChange }: ColumnsMenuProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const shown = readColumns(columns).map((column): string => column.name);
  const names = [...sentenceColumns, ...fields.map((field) => field.name)];
  const wanted = filter.trim();
  const isPath = wanted.includes('.') && !names.some((name) => name === wanted);
  const found = [...new Set([...shown, ...names])].filter((name) => name.toLowerCase().includes(wanted.toLowerCase()));
  const toggle = (name: string): void => {
    const next = shown.includes(name) ? shown.filter((other) => other !== name) : [...shown, name];
    onChange(next.length === 0 || next.join() === sentenceColumns.join() ? undefined : next);
  };
  return (
    <Popover position="bottom-end" width={280} trapFocus>
      <Popover.Target>
        <ActionIcon data-action="columns" size={22} aria-label={t('events.columns')}>
          <IconColumns3 size={15} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <TextInput
          value={filter}
          placeholder={t('events.filterColumns')}
          aria-label={t('events.filterColumns')}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <div className={styles['columnList']}>
          {[...(isPath ? [wanted] : []), ...found].map((name) => (
            <Checkbox
              key={name}
              checked={shown.includes(name)}
              label={sentenceColumns.some((column) => column === name) ? t(`events.column.${name as 'time'}`) : name}
              onChange={() => toggle(name)}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
