import { Button, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Project, type Quota, useChangeProject } from '../../../api/projects.ts';

interface QuotaFormProps {
  /** Left out: one that is to be made. */
  readonly project?: Project;
  readonly onClose: () => void;
}

const gigabyte = 1e9;
const counts = ['clusters', 'logstores', 'dashboards'] as const;
/** What stands in a field; nothing is unlimited. */
type Fields = { readonly [Kind in keyof Quota]: number | string };

/** Changes the quota of a project, or makes one. */
export function QuotaForm({ project, onClose }: QuotaFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(project?.name ?? '');
  const [fields, setFields] = useState<Fields>(fieldsOf(project?.quota));
  const change = useChangeProject();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate({ name: name.trim(), change: { quota: quotaOf(fields) } }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={project ? t('projects.quotaOf', { name: project.name }) : t('projects.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap={12}>
          {!project && (
            <TextInput
              data-autofocus
              label={t('clusters.name')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          <p>{t('projects.emptyIsUnlimited')}</p>
          {counts.map((kind) => (
            <NumberInput
              key={kind}
              label={t(`projects.${kind}`)}
              description={t(`projects.${kind}Hint`)}
              min={0}
              allowDecimal={false}
              value={fields[kind]}
              onChange={(value) => setFields({ ...fields, [kind]: value })}
            />
          ))}
          <NumberInput
            label={t('projects.bytesPerDay')}
            description={t('projects.bytesPerDayHint')}
            suffix=" GB"
            min={0}
            decimalScale={3}
            value={fields.bytesPerDay}
            onChange={(value) => setFields({ ...fields, bytesPerDay: value })}
          />
          {change.isError && <p role="alert">{change.error.message}</p>}
          <Button type="submit" disabled={!name.trim()} loading={change.isPending}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}

function fieldsOf(quota: Quota | undefined): Fields {
  const bytes = quota?.bytesPerDay ?? null;
  return {
    clusters: quota?.clusters ?? '',
    logstores: quota?.logstores ?? '',
    dashboards: quota?.dashboards ?? '',
    bytesPerDay: bytes === null ? '' : bytes / gigabyte,
  };
}

function quotaOf({ clusters, logstores, dashboards, bytesPerDay }: Fields): Quota {
  const gigabytes = numberOf(bytesPerDay);
  return {
    clusters: numberOf(clusters),
    logstores: numberOf(logstores),
    dashboards: numberOf(dashboards),
    bytesPerDay: gigabytes === null ? null : Math.round(gigabytes * gigabyte),
  };
}

function numberOf(field: number | string): number | null {
  return field === '' ? null : Number(field);
}
