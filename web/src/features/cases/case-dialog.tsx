import { Button, Modal, Switch, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseTexts } from '../../api/cases.ts';
import { SafeText } from '../../components/safe-text.tsx';
import styles from './cases.module.css';

interface CaseDialogProps {
  readonly title: string;
  readonly texts: Required<CaseTexts>;
  readonly busy: boolean;
  readonly error: string | undefined;
  readonly onSave: (texts: Required<CaseTexts>) => void;
  readonly onClose: () => void;
}

/** Asks for what a case says of itself, and whether others read it. */
export function CaseDialog({ title, texts, busy, error, onSave, onClose }: CaseDialogProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(texts);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave({ ...draft, name: draft.name.trim() });
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form className={styles['form']} onSubmit={submit}>
        <TextInput
          data-autofocus
          label={t('cases.name')}
          value={draft.name}
          maxLength={200}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        <Textarea
          autosize
          minRows={3}
          maxRows={12}
          label={t('cases.summary')}
          value={draft.summary}
          maxLength={4000}
          onChange={(event) => setDraft({ ...draft, summary: event.currentTarget.value })}
        />
        <Switch
          label={t('cases.share')}
          description={t('cases.shareHint')}
          checked={draft.shared}
          onChange={(event) => setDraft({ ...draft, shared: event.currentTarget.checked })}
        />
        {error !== undefined && (
          <p className={styles['problem']} role="alert">
            <SafeText limit={500}>{error}</SafeText>
          </p>
        )}
        <Button type="submit" disabled={draft.name.trim() === ''} loading={busy}>
          {t('common.save')}
        </Button>
      </form>
    </Modal>
  );
}
