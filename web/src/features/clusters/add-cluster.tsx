import { Button, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateCluster } from '../../api/clusters.ts';
import { fieldError } from '../../api/error.ts';
import { WebhookSetup } from './webhook-setup.tsx';

/** As the API and the command line have it. */
const defaultRetentionDays = 30;

/** A new cluster: its name, where it belongs, how long its events are kept; then what its kube-apiserver needs. */
export function AddCluster({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [project, setProject] = useState('');
  const [retentionDays, setRetentionDays] = useState<number | string>(defaultRetentionDays);
  const create = useCreateCluster();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate({
      name: name.trim(),
      ...(project.trim() ? { project: project.trim() } : {}),
      retentionDays: Number(retentionDays),
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={create.data ? 720 : 440}
      title={create.data ? t('clusters.added', { name: create.data.name }) : t('clusters.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {create.data ? (
        <WebhookSetup cluster={create.data.name} token={create.data.ingestToken} url={create.data.webhookUrl} />
      ) : (
        <form onSubmit={submit}>
          <Stack gap={12}>
            <TextInput
              data-autofocus
              label={t('clusters.name')}
              description={t('clusters.nameHint')}
              value={name}
              error={fieldError(create.error, 'name', true)}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label={t('clusters.project')}
              placeholder="default"
              error={fieldError(create.error, 'project')}
              value={project}
              onChange={(event) => setProject(event.currentTarget.value)}
            />
            <NumberInput
              label={t('clusters.retention')}
              suffix={` ${t('clusters.daySuffix')}`}
              min={1}
              max={3650}
              allowDecimal={false}
              value={retentionDays}
              onChange={setRetentionDays}
            />
            <Button type="submit" disabled={!name.trim()} loading={create.isPending}>
              {t('clusters.add')}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
