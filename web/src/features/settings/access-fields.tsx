import { Checkbox, MultiSelect, Select, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/accounts.ts';
import { useClusters } from '../../api/clusters.ts';
import { useProjects } from '../../api/projects.ts';
import type { Role } from '../../api/session.ts';

/** A role, and what it is limited to; an empty list is no limit. */
export interface Access<R extends Role = User['role']> {
  readonly role: R;
  readonly projects: readonly string[];
  readonly clusters: readonly string[];
  readonly namespaces: readonly string[];
  readonly bodies: boolean;
}

/** Lists as limits: none named is none meant. Metrics are of the whole server, so that a token for them has none. */
export function toLimits({ role, projects, clusters, namespaces, bodies }: Access<Role>): User['limits'] {
  if (role === 'metrics') return { projects: null, clusters: null, namespaces: null, bodies: true };
  return {
    projects: projects.length > 0 ? [...projects] : null,
    clusters: clusters.length > 0 ? [...clusters] : null,
    namespaces: namespaces.length > 0 ? [...namespaces] : null,
    bodies,
  };
}

/**
 * What of the limits was changed, and that alone: a user who is limited to nothing at all, which no field can show, is not to be without
 * limits because somebody gave them another role.
 */
export function changedLimits(before: Access, after: Access): Partial<User['limits']> {
  const { projects, clusters, namespaces, bodies } = toLimits(after);
  return {
    ...(after.projects === before.projects ? {} : { projects }),
    ...(after.clusters === before.clusters ? {} : { clusters }),
    ...(after.namespaces === before.namespaces ? {} : { namespaces }),
    ...(after.bodies === before.bodies ? {} : { bodies }),
  };
}

interface AccessFieldsProps<R extends Role> {
  readonly access: Access<R>;
  /** Those that may be chosen. */
  readonly roles: readonly R[];
  readonly onChange: (access: Access<R>) => void;
}

export function AccessFields<R extends Role>({ access, roles, onChange }: AccessFieldsProps<R>) {
  const { t } = useTranslation();
  const clusters = useClusters();
  const projects = useProjects();
  return (
    <>
      <Select
        label={t('users.role')}
        data={roles.map((role: Role) => ({ value: role, label: t(`role.${role}`) }))}
        value={access.role}
        allowDeselect={false}
        onChange={(value) => onChange({ ...access, role: roles.find((role) => role === value) ?? access.role })}
      />
      {access.role !== 'metrics' && (
        <>
          <MultiSelect
            label={t('users.projects')}
            description={t('users.projectsHint')}
            data={(projects.data?.items ?? []).map((project) => project.name)}
            value={[...access.projects]}
            searchable
            onChange={(names) => onChange({ ...access, projects: names })}
          />
          <MultiSelect
            label={t('users.clusters')}
            description={t('users.emptyMeansAll')}
            data={(clusters.data ?? []).map((cluster) => cluster.name)}
            value={[...access.clusters]}
            searchable
            onChange={(names) => onChange({ ...access, clusters: names })}
          />
          <TagsInput
            label={t('users.namespaces')}
            description={t('users.namespacesHint')}
            value={[...access.namespaces]}
            onChange={(names) => onChange({ ...access, namespaces: names })}
          />
          <Checkbox
            label={t('users.bodies')}
            description={t('users.bodiesHint')}
            checked={access.bodies}
            onChange={(event) => onChange({ ...access, bodies: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  );
}
