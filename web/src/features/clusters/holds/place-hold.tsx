import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldError } from '../../../api/error.ts';
import { usePlaceLegalHold } from '../../../api/legal-holds.ts';

interface PlaceHoldProps {
  readonly cluster: string;
  readonly onClose: () => void;
}

/** Places a legal hold: why, and on which events. */
export function PlaceHold({ cluster, onClose }: PlaceHoldProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const place = usePlaceLegalHold(cluster);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    place.mutate({ reason: reason.trim(), from: from || null, to: to || null }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('holds.placeOn', { name: cluster })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap={12}>
          <TextInput
            data-autofocus
            label={t('holds.reason')}
            description={t('holds.reasonHint')}
            maxLength={500}
            value={reason}
            error={fieldError(place.error, 'reason', true)}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t('holds.from')}
            description={t('holds.fromHint')}
            value={from}
            error={fieldError(place.error, 'from')}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t('holds.to')}
            description={t('holds.toHint')}
            value={to}
            error={fieldError(place.error, 'to')}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!reason.trim()} loading={place.isPending}>
            {t('holds.place')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
