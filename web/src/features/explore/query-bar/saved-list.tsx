import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForgetQuery, useSavedQueries, useSaveQuery } from '../../../api/saved-queries.ts';
import { useSession } from '../../../api/session.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from './query-list.module.css';
import { starterNames, starterQueries } from './starter-queries.ts';

interface SavedListProps {
  readonly query: string;
  readonly onChoose: (query: string) => void;
}

/** The queries that were kept and those to begin with, and a form that keeps this one. */
export function SavedList({ query, onChoose }: SavedListProps) {
  const { t } = useTranslation();
  const session = useSession();
  const saved = useSavedQueries();
  const forget = useForgetQuery();
  const canSave = session.data?.user.role !== 'viewer';
  return (
    <>
      {canSave ? <SaveForm query={query} /> : <p className={styles['none']}>{t('explore.savingNeedsAnalyst')}</p>}
      <div className={styles['saved']}>
        {saved.data?.length === 0 && <p className={styles['none']}>{t('explore.noSavedQuery')}</p>}
        {saved.data?.map((item) => (
          <div key={item.id} className={styles['savedItem']}>
            <QueryChoice name={item.name} query={item.query} onChoose={onChoose} />
            {canSave && (
              <ActionIcon
                aria-label={t('explore.forgetQuery', { name: item.name })}
                onClick={() => forget.mutate(item.id)}
              >
                <IconTrash size={15} stroke={1.6} />
              </ActionIcon>
            )}
          </div>
        ))}
        <h2 className={styles['savedHeading']}>{t('starter.title')}</h2>
        {starterNames.map((name) => (
          <div key={name} className={styles['savedItem']}>
            <QueryChoice name={t(`starter.${name}`)} query={starterQueries[name]} onChoose={onChoose} />
          </div>
        ))}
      </div>
    </>
  );
}

function SaveForm({ query }: { readonly query: string }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const save = useSaveQuery();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ name: name.trim(), query }, { onSuccess: () => setName('') });
  };
  return (
    <form className={styles['saveForm']} onSubmit={submit}>
      <TextInput
        className={styles['saveName'] ?? ''}
        placeholder={t('explore.nameOfQuery')}
        aria-label={t('explore.nameOfQuery')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!name.trim() || !query.trim()} loading={save.isPending}>
        {t('common.save')}
      </Button>
    </form>
  );
}

interface QueryChoiceProps {
  readonly name: string;
  readonly query: string;
  readonly onChoose: (query: string) => void;
}

function QueryChoice({ name, query, onChoose }: QueryChoiceProps) {
  return (
    <button type="button" className={styles['savedButton']} onClick={() => onChoose(query)}>
      <span className={styles['savedName']}>
        <SafeText limit={120}>{name}</SafeText>
      </span>
      <span className={styles['savedText']}>
        <SafeText limit={200}>{query}</SafeText>
      </span>
    </button>
  );
}
