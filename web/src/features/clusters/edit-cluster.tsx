import { Button, Modal, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Cluster, useChangeCluster } from '../../api/clusters.ts';
import { fieldError } from '../../api/error.ts';
import { KindField } from './kind-field.tsx';
import { ProjectField } from './project-field.tsx';
import { RetentionField } from './retention-field.tsx';

interface EditClusterProps {
  readonly cluster: Cluster;
  readonly onClose: () => void;
}

/** Moves a cluster to another project, keeps its events for a longer or shorter time, or says what it is. */
export function EditCluster({ cluster, onClose }: EditClusterProps) {
  const { t } = useTranslation();
  const [project, setProject] = useState(cluster.project);
  const [kind, setKind] = useState(cluster.kind);
  const [retentionDays, setRetentionDays] = useState<number | string>(cluster.retentionDays);
  const change = useChangeCluster();
  const isMoved = project.trim() !== cluster.project;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate(
      {
        name: cluster.name,
        change: { kind, retentionDays: Number(retentionDays), ...(isMoved ? { project: project.trim() } : {}) },
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Modal opened onClose={onClose} title={cluster.name} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit}>
        <Stack gap={12}>
          <ProjectField
            value={project}
            added={{ clusters: Number(isMoved && cluster.status === 'enabled'), logstores: Number(isMoved) }}
            error={fieldError(change.error, 'project', true)}
            onChange={setProject}
          />
          {isMoved && <p>{t('clusters.moveHint', { from: cluster.project, to: project.trim() })}</p>}
          <KindField value={kind} onChange={setKind} />
          <RetentionField
            value={retentionDays}
            error={fieldError(change.error, 'retentionDays')}
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
