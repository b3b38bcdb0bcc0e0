import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fields } from '../../../../../src/audit/index.ts';
import { resolveField } from '../../../../../src/query/index.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { labelOf } from './facet-fields.ts';
import styles from './field-list.module.css';

interface FieldListProps {
  readonly shown: readonly string[];
  readonly onAdd: (field: string) => void;
}

/** The fields whose values are not counted yet, and a search among them that also takes a path. */
export function FieldList({ shown, onAdd }: FieldListProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const wanted = text.trim();
  const names = ['__cluster__', ...fields.map((field) => field.name)];
  const isPath = !names.includes(wanted) && resolveField(wanted)?.kind === 'member';
  const found = [...(isPath ? [wanted] : []), ...names].filter(
    (name) => !shown.includes(name) && (name === wanted || name.toLowerCase().includes(wanted.toLowerCase())),
  );
  return (
    <>
      <TextInput
        value={text}
        placeholder={t('facet.addHint')}
        aria-label={t('facet.addHint')}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key === 'Enter' && first !== undefined) onAdd(first);
        }}
      />
      <ul className={styles['fields']}>
        {found.map((name) => {
          const label = labelOf(name);
          return (
            <li key={name}>
              <button type="button" className={styles['field']} onClick={() => onAdd(name)}>
                {label && `${t(label)} · `}
                <SafeText limit={120}>{name}</SafeText>
              </button>
            </li>
          );
        })}
      </ul>
      {found.length === 0 && <p className={styles['none']}>{t('facet.noField')}</p>}
    </>
  );
}
