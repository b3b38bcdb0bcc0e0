import { Button, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Cluster, useChangeCluster } from '../../api/clusters.ts';
import { fieldError } from '../../api/error.ts';

interface EditClusterProps {
  readonly cluster: Cluster;
  readonly onClose: () => void;
}

/** Moves a cluster to another project, or keeps its events for a longer or shorter time. */
export function EditCluster({ cluster, onClose }: EditClusterProps) {
  const { t } = useTranslation();
  const [project, setProject] = useState(cluster.project);
  const [retentionDays, setRetentionDays] = useState<number | string>(cluster.retentionDays);
  const change = useChangeCluster();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate(
      { name: cluster.name, change: { project: project.trim(), retentionDays: Number(retentionDays) } },
      { onSuccess: onClose },
    );
  };
  return (
    <Modal opened onClose={onClose} title={cluster.name} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit}>
        <Stack gap={12}>
          <TextInput
            data-autofocus
            label={t('clusters.project')}
            value={project}
            error={fieldError(change.error, 'project', true)}
            onChange={(event) => setProject(event.currentTarget.value)}
          />
          <NumberInput
            label={t('clusters.retention')}
            description={t('clusters.retentionHint')}
            suffix={` ${t('clusters.daySuffix')}`}
            min={1}
            max={3650}
            allowDecimal={false}
            value={retentionDays}
            onChange={setRetentionDays}
          />
          <Button type="submit" disabled={!project.trim()} loading={change.isPending}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
