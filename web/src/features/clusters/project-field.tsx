import { Autocomplete } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useProjects } from '../../api/projects.ts';
import { lackOf } from './lack-of.ts';

interface ProjectFieldProps {
  readonly value: string;
  /** What would be added to the project. */
  readonly added: { readonly clusters: number; readonly logstores: number };
  readonly error: string | undefined;
  readonly onChange: (project: string) => void;
}

/** The name of a project, one that is there or a new one, and what its quota has no room for. */
export function ProjectField({ value, added, error, onChange }: ProjectFieldProps) {
  const { t } = useTranslation();
  const { data } = useProjects();
  const lack = data && lackOf(data, value.trim() || 'default', added);
  return (
    <Autocomplete
      label={t('clusters.project')}
      description={t('clusters.projectHint')}
      placeholder="default"
      data={(data?.items ?? []).map(({ name }) => name)}
      value={value}
      error={error ?? (lack && t('projects.full', { ...lack, kind: t(`projects.${lack.kind}`) }))}
      onChange={onChange}
    />
  );
}
