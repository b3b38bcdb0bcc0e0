import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface ConfirmByNameProps {
  readonly title: string;
  readonly text: string;
  readonly name: string;
  readonly action: string;
  readonly busy: boolean;
  readonly error: string | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks for the name of what is about to be gone for good. */
export function ConfirmByName(props: ConfirmByNameProps) {
  const { title, text, name, action, busy, error, onConfirm, onClose } = props;
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <p>{text}</p>
      <TextInput
        data-autofocus
        label={t('common.typeName', { name })}
        value={typed}
        error={error}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button mt={16} color="red.8" disabled={typed !== name} loading={busy} onClick={onConfirm}>
        {action}
      </Button>
    </Modal>
  );
}
