import { Button, Modal, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddCase, useCases } from '../../api/cases.ts';
import { SafeText } from '../safe-text.tsx';
import styles from './pinning.module.css';

interface ChooseCaseProps {
  readonly current: string | undefined;
  readonly problem: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
}

/** Asks to which case things are pinned from now on: one of one's own, or a new one. */
export function ChooseCase({ current, problem, onChoose, onClose }: ChooseCaseProps) {
  const { t } = useTranslation();
  const cases = useCases();
  const add = useAddCase();
  const [name, setName] = useState('');
  const own = cases.data?.filter(({ editable }) => editable) ?? [];
  const told = add.error?.message ?? problem;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate({ name: name.trim() }, { onSuccess: ({ id }) => onChoose(id) });
  };
  return (
    <Modal opened onClose={onClose} title={t('pin.choose')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      {told !== undefined && (
        <p className={styles['problem']} role="alert">
          <SafeText limit={500}>{told}</SafeText>
        </p>
      )}
      {own.length > 0 && (
        <ul className={styles['cases']}>
          {own.map(({ id, name: named, pinCount }) => (
            <li key={id}>
              <button type="button" className={styles['case']} onClick={() => onChoose(id)}>
                <span className={styles['caseName']}>
                  <SafeText limit={120}>{named}</SafeText>
                </span>
                {id === current && <IconCheck size={15} aria-label={t('pin.isCurrent')} role="img" />}
                <span className={styles['count']}>{t('pin.count', { count: pinCount })}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <form className={styles['form']} onSubmit={submit}>
        <TextInput
          className={styles['name'] ?? ''}
          data-autofocus
          label={t('pin.newCase')}
          placeholder={t('pin.newCaseHint')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === ''} loading={add.isPending}>
          {t('pin.begin')}
        </Button>
      </form>
    </Modal>
  );
}
