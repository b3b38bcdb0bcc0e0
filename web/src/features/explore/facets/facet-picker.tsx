import { Popover, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fields } from '../../../../../src/audit/index.ts';
import { resolveField } from '../../../../../src/query/index.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { labelOf } from './facet-fields.ts';
import styles from './facets.module.css';

interface FacetPickerProps {
  readonly shown: readonly string[];
  readonly onAdd: (field: string) => void;
}

/** Adds a field to those whose values are counted: one of the event's, or any path into it. */
export function FacetPicker({ shown, onAdd }: FacetPickerProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const wanted = text.trim();
  const names = ['__cluster__', ...fields.map((field) => field.name)];
  const isPath = !names.includes(wanted) && resolveField(wanted)?.kind === 'member';
  const found = [...(isPath ? [wanted] : []), ...names].filter(
    (name) => !shown.includes(name) && (name === wanted || name.toLowerCase().includes(wanted.toLowerCase())),
  );
  const add = (field: string): void => {
    onAdd(field);
    setOpen(false);
    setText('');
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="right-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={styles['add']} onClick={() => setOpen(!isOpen)}>
          <IconPlus size={13} aria-hidden />
          {t('facet.add')}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <TextInput
          value={text}
          placeholder={t('facet.addHint')}
          aria-label={t('facet.addHint')}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key === 'Enter' && first !== undefined) add(first);
          }}
        />
        <ul className={styles['fields']}>
          {found.map((name) => {
            const label = labelOf(name);
            return (
              <li key={name}>
                <button type="button" className={styles['field']} onClick={() => add(name)}>
                  {label && `${t(label)} · `}
                  <SafeText limit={120}>{name}</SafeText>
                </button>
              </li>
            );
          })}
        </ul>
        {found.length === 0 && <p className={styles['none']}>{t('facet.noField')}</p>}
      </Popover.Dropdown>
    </Popover>
  );
}
