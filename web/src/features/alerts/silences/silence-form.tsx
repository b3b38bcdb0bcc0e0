import { Button, CloseButton, Modal, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Silence, useAddSilence } from '../../../api/silences.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from '../alerts.module.css';
import { matcherText } from '../matchers.ts';
import { NewMatcher } from './new-matcher.tsx';

interface SilenceFormProps {
  /** What it begins with. */
  readonly matchers: Silence['matchers'];
  readonly onClose: () => void;
}

/** Milliseconds, by the name of their text. */
const lengths = [
  ['hour', 3_600_000],
  ['hours4', 4 * 3_600_000],
  ['day', 86_400_000],
  ['week', 7 * 86_400_000],
] as const;

/** Keeps alerts like one from being told for a while. */
export function SilenceForm({ matchers, onClose }: SilenceFormProps) {
  const { t } = useTranslation();
  const add = useAddSilence();
  const [left, setLeft] = useState(matchers);
  const [length, setLength] = useState<(typeof lengths)[number]>(lengths[0]);
  const [comment, setComment] = useState('');
  const save = (): void =>
    add.mutate(
      { matchers: left, comment: comment.trim(), endsAt: new Date(Date.now() + length[1]).toISOString() },
      { onSuccess: onClose },
    );
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('alerts.silence.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={styles['detail']}>{t('alerts.silence.text')}</p>
      <div className={styles['labels']}>
        {left.map((matcher) => (
          <span key={matcherText(matcher)} className={styles['label']}>
            <SafeText limit={200}>{matcherText(matcher)}</SafeText>{' '}
            <CloseButton
              size={16}
              iconSize={12}
              aria-label={t('alerts.silence.without', { matcher: matcherText(matcher) })}
              onClick={() => setLeft(left.filter((other) => other !== matcher))}
            />
          </span>
        ))}
      </div>
      <NewMatcher
        onAdd={(matcher) => setLeft([...left.filter((other) => matcherText(other) !== matcherText(matcher)), matcher])}
      />
      <Select
        mt={12}
        label={t('alerts.silence.length')}
        data={lengths.map(([value]) => ({ value, label: t(`alerts.silence.${value}`) }))}
        value={length[0]}
        allowDeselect={false}
        onChange={(value) => setLength(lengths.find(([name]) => name === value) ?? lengths[0])}
      />
      <Textarea
        mt={12}
        data-autofocus
        label={t('alerts.silence.comment')}
        maxLength={1024}
        value={comment}
        error={add.error?.message}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Button mt={16} disabled={comment.trim() === '' || left.length === 0} loading={add.isPending} onClick={save}>
        {t('alerts.silence.action')}
      </Button>
    </Modal>
  );
}
