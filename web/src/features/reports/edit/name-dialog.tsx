import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface NameDialogProps {
  readonly title: string;
  readonly first: string;
  readonly action: string;
  readonly busy: boolean;
  readonly error: string | undefined;
  readonly onDone: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks what something new is called. */
export function NameDialog({ title, first, action, busy, error, onDone, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(first);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onDone(name.trim());
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          label={t('dashboard.title')}
          value={name}
          maxLength={200}
          error={error}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" mt={16} disabled={name.trim() === ''} loading={busy}>
          {action}
        </Button>
      </form>
    </Modal>
  );
}
