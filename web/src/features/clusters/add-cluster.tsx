import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '@tanstack/react-router';
import { type ClusterKind, useCreateCluster } from '../../api/clusters.ts';
import { fieldError } from '../../api/error.ts';
import { useKeepIssuedToken } from '../../api/setup.ts';
import { KindField } from './kind-field.tsx';
import { usualRetentionDays } from './kinds.ts';
import { ProjectField } from './project-field.tsx';
import { RetentionField } from './retention-field.tsx';

/** A new cluster: its name, where it belongs, what it is, how long its events are kept; then it is set up. */
export function AddCluster({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [project, setProject] = useState('');
  const [kind, setKind] = useState<ClusterKind>('self-managed');
  /** Undefined: as the kind has it. */
  const [retentionDays, setRetentionDays] = useState<number | string>();
  const create = useCreateCluster();
  const keepToken = useKeepIssuedToken();
  const navigate = useNavigate();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = {
      name: name.trim(),
      kind,
      ...(project.trim() ? { project: project.trim() } : {}),
      ...(retentionDays === undefined ? {} : { retentionDays: Number(retentionDays) }),
    };
    create.mutate(wanted, {
      onSuccess: (added) => {
        keepToken(added.name, added.ingestToken);
        void navigate({ to: '/clusters/$name/setup', params: { name: added.name } });
      },
    });
  };
  return (
    <Modal opened onClose={onClose} title={t('clusters.add')} closeButtonProps={{ 'aria-label': t('common.close') }}>
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
          <ProjectField
            value={project}
            added={{ clusters: 1, logstores: 1 }}
            error={fieldError(create.error, 'project')}
            onChange={setProject}
          />
          <KindField value={kind} onChange={setKind} />
          <RetentionField
            value={retentionDays ?? usualRetentionDays(kind)}
            error={fieldError(create.error, 'retentionDays')}
            onChange={setRetentionDays}
          />
          <Button type="submit" disabled={!name.trim()} loading={create.isPending}>
            {t('clusters.add')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
