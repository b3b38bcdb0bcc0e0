import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { momentIn } from '../../lib/moment-text.ts';
import { shortDateTime } from '../../lib/time-format.ts';
import styles from './time-panel.module.css';

interface JumpToMomentProps {
  readonly zone: string;
  readonly onMoment: (moment: number) => void;
}

/** Takes a pasted time, or a whole line of a log with one in it, and shows what it is understood as. */
export function JumpToMoment({ zone, onMoment }: JumpToMomentProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const moment = momentIn(text, zone, Date.now());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (moment !== undefined) onMoment(moment);
  };
  return (
    <form className={styles['absolute']} onSubmit={submit}>
      <h2 className={styles['heading']}>{t('time.moment')}</h2>
      <TextInput
        value={text}
        placeholder="I0524 08:30:54.123456"
        aria-label={t('time.momentHint')}
        error={text.trim() !== '' && moment === undefined ? t('time.noMoment') : undefined}
        classNames={{ input: styles['mono'] ?? '' }}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className={styles['hint']}>
        {moment === undefined ? t('time.momentHint') : `${shortDateTime(moment, zone)} (${zone})`}
      </p>
      <Button type="submit" variant="default" disabled={moment === undefined}>
        {t('time.jump')}
      </Button>
    </form>
  );
}
