import { ActionIcon, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fields } from '../../../../../src/audit/index.ts';
import { moved, readColumns, sentenceColumns } from './columns.ts';
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
  const change = (next: readonly string[]): void =>
    onChange(next.length === 0 || next.join() === sentenceColumns.join() ? undefined : next);
  const toggle = (name: string): void =>
    change(shown.includes(name) ? shown.filter((other) => other !== name) : [...shown, name]);
  const label = (name: string): string =>
    sentenceColumns.some((column) => column === name) ? t(`events.column.${name as 'time'}`) : name;
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
            <div key={name} className={styles['columnChoice']}>
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
      </Popover.Dropdown>
    </Popover>
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
