import { Button, Modal, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClusterChange } from '../../../../src/server/schemas/index.ts';
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
  const [redaction, setRedaction] = useState(textOf(cluster.redaction));
  const [isJson, setJson] = useState(true);
  const change = useChangeCluster();
  const isMoved = project.trim() !== cluster.project;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const rules = rulesIn(redaction);
    setJson(rules !== undefined);
    if (rules === undefined) return;
    change.mutate(
      {
        name: cluster.name,
        change: {
          kind,
          retentionDays: Number(retentionDays),
          ...(redaction === textOf(cluster.redaction) ? {} : { redaction: rules }),
          ...(isMoved ? { project: project.trim() } : {}),
        },
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
          <Textarea
            label={t('clusters.redaction')}
            description={t('clusters.redactionHint')}
            placeholder='[{ "resources": ["secrets"], "fields": ["requestObject", "responseObject"] }]'
            autosize
            minRows={2}
            maxRows={10}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mono)' } }}
            value={redaction}
            error={
              isJson ? fieldError(change.error, 'redaction') : t('typedForm.noJson', { field: t('clusters.redaction') })
            }
            onChange={(event) => setRedaction(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!project.trim()} loading={change.isPending}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}

function textOf(rules: Cluster['redaction']): string {
  return rules.length === 0 ? '' : JSON.stringify(rules, null, 2);
}

/** Undefined where the text is no list of rules; what the rules are the server looks at. */
function rulesIn(text: string): Cluster['redaction'] | undefined {
  try {
    const read = ClusterChange.shape.redaction.safeParse(text.trim() === '' ? [] : JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
