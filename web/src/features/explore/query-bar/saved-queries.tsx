import { ActionIcon, Button, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconStar, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForgetQuery, useSavedQueries, useSaveQuery } from '../../../api/saved-queries.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from './query-bar.module.css';

interface SavedQueriesProps {
  readonly query: string;
  readonly onChoose: (query: string) => void;
}

/** Keeps the query under a name, and brings kept ones back. */
export function SavedQueries({ query, onChoose }: SavedQueriesProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const saved = useSavedQueries();
  const save = useSaveQuery();
  const forget = useForgetQuery();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ name: name.trim(), query }, { onSuccess: () => setName('') });
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={420} trapFocus>
      <Popover.Target>
        <Tooltip label={t('explore.savedQueries')}>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t('explore.savedQueries')}
            onClick={() => setOpened(!opened)}
          >
            <IconStar size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={8}>
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
        <div className={styles['saved']}>
          {saved.data?.length === 0 && <p className={styles['none']}>{t('explore.noSavedQuery')}</p>}
          {saved.data?.map((item) => (
            <div key={item.id} className={styles['savedItem']}>
              <button
                type="button"
                className={styles['savedButton']}
                onClick={() => {
                  onChoose(item.query);
                  setOpened(false);
                }}
              >
                <span className={styles['savedName']}>
                  <SafeText limit={120}>{item.name}</SafeText>
                </span>
                <span className={styles['savedText']}>
                  <SafeText limit={200}>{item.query}</SafeText>
                </span>
              </button>
              <ActionIcon
                aria-label={t('explore.forgetQuery', { name: item.name })}
                onClick={() => forget.mutate(item.id)}
              >
                <IconTrash size={15} stroke={1.6} />
              </ActionIcon>
            </div>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
