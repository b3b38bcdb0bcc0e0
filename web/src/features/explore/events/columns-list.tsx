import { ActionIcon, Checkbox, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fields } from '../../../../../src/audit/index.ts';
import styles from './columns-list.module.css';
import { moved, readColumns, sentenceColumns } from './columns.ts';

interface ColumnsListProps {
  readonly columns: readonly string[] | undefined;
  readonly onChange: (columns: readonly string[] | undefined) => void;
}

/** The columns that there are, those of the sentence and every field, and a search among them that also takes a path. */
export function ColumnsList({ columns, onChange }: ColumnsListProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const shown = readColumns(columns).map((column): string => column.name);
  const names = [...sentenceColumns, ...fields.map((field) => field.name)];
  const wanted = filter.trim();
  const isPath = wanted.includes('.') && !names.some((name) => name === wanted);
  const found = [...new Set([...shown, ...names])].filter((name) => name.toLowerCase().includes(wanted.toLowerCase()));
  const change = (next: readonly string[]): void =>
    onChange(next.length === 0 || next.join() === sentenceColumns.join() ? undefined : next);
  const toggle = (name: string): void =>
    change(shown.includes(name) ? shown.filter((other) => other !== name) : [...shown, name]);
  const label = (name: string): string =>
    sentenceColumns.some((column) => column === name) ? t(`events.column.${name as 'time'}`) : name;
  return (
    <>
      <TextInput
        value={filter}
        placeholder={t('events.filterColumns')}
        aria-label={t('events.filterColumns')}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <div className={styles['list']}>
        {[...(isPath ? [wanted] : []), ...found].map((name) => (
          <div key={name} className={styles['choice']}>
            <Checkbox checked={shown.includes(name)} label={label(name)} onChange={() => toggle(name)} />
            {shown.includes(name) && (
              <>
                <MoveButton by={-1} name={name} label={label(name)} shown={shown} onChange={change} />
                <MoveButton by={1} name={name} label={label(name)} shown={shown} onChange={change} />
              </>
            )}
          </div>
        ))}
      </div>
    </>
  );
}

interface MoveButtonProps {
  readonly by: -1 | 1;
  readonly name: string;
  readonly label: string;
  readonly shown: readonly string[];
  readonly onChange: (columns: readonly string[]) => void;
}

/** Shows a column one place earlier or later. */
function MoveButton({ by, name, label, shown, onChange }: MoveButtonProps) {
  const { t } = useTranslation();
  const Icon = by < 0 ? IconArrowUp : IconArrowDown;
  return (
    <ActionIcon
      size={24}
      aria-label={t(by < 0 ? 'events.moveEarlier' : 'events.moveLater', { column: label })}
      disabled={shown.at(by < 0 ? 0 : -1) === name}
      onClick={() => onChange(moved(shown, name, by))}
    >
      <Icon size={14} stroke={1.8} />
    </ActionIcon>
  );
}
