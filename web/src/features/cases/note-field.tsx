import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangePin } from '../../api/cases.ts';
import { SafeText } from '../../components/safe-text.tsx';
import styles from './cases.module.css';

interface NoteFieldProps {
  readonly caseId: string;
  readonly pinId: string;
  readonly number: number;
  readonly note: string;
}

/** What the author says of a pin; kept when the field is left. */
export function NoteField({ caseId, pinId, number, note }: NoteFieldProps) {
  const { t } = useTranslation();
  const change = useChangePin();
  const [draft, setDraft] = useState(note);
  const [kept, setKept] = useState(note);
  if (kept !== note) {
    setKept(note);
    // What was typed since is not lost when what was kept before arrives.
    if (draft === kept) setDraft(note);
  }
  const save = (): void => {
    if (draft !== note) change.mutate({ id: caseId, pin: pinId, note: draft });
  };
  return (
    <>
      <Textarea
        className={styles['noteField'] ?? ''}
        autosize
        minRows={1}
        maxRows={14}
        aria-label={t('cases.noteOf', { number })}
        placeholder={t('cases.noteHint')}
        value={draft}
        maxLength={2000}
        error={change.error && <SafeText limit={300}>{change.error.message}</SafeText>}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        }}
      />
      <p className={styles['printedNote']}>
        <SafeText limit={2000}>{draft}</SafeText>
      </p>
    </>
  );
}
