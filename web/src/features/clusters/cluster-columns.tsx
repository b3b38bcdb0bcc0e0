import { ActionIcon, Badge, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Cluster, useChangeCluster } from '../../api/clusters.ts';
import { useStorage } from '../../api/storage.ts';
import { useFormats } from '../../lib/i18n/formats.ts';
import { CompletenessText } from '../../components/completeness-text.tsx';
import type { DataColumn } from '../../components/data-table.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import type { Dialog } from './clusters-page.tsx';

export function useClusterColumns(isAdmin: boolean, onOpen: (dialog: Dialog) => void): readonly DataColumn<Cluster>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const storage = useStorage();
  const sizes = new Map(storage.data?.items.map(({ cluster, bytes }) => [cluster, bytes]));
  const columns: readonly DataColumn<Cluster>[] = [
    {
      key: 'name',
      head: t('clusters.name'),
      cell: ({ name }) => (
        <Link to="/clusters/$name" params={{ name }}>
          <SafeText limit={120}>{name}</SafeText>
        </Link>
      ),
    },
    { key: 'project', head: t('clusters.project'), cell: ({ project }) => <SafeText>{project}</SafeText> },
    { key: 'kind', head: t('clusters.kind'), cell: ({ kind }) => t(`clusters.kindOf.${kind}`) },
    {
      key: 'status',
      head: t('clusters.status'),
      cell: ({ status }) => (
        <Badge variant="light" color={status === 'enabled' ? 'accent' : 'gray'} tt="none" fw={500}>
          {t(`clusters.${status}`)}
        </Badge>
      ),
    },
    {
      key: 'retention',
      head: t('clusters.retention'),
      cell: ({ retentionDays, legalHolds }) => {
        const days = t('clusters.days', { count: retentionDays });
        return legalHolds > 0 ? t('clusters.heldBeside', { days }) : days;
      },
      end: true,
    },
    {
      key: 'events',
      head: t('clusters.events'),
      cell: ({ events }) => (events === undefined ? '–' : formats.count(events)),
      end: true,
    },
    {
      key: 'complete',
      head: t('completeness.lastDay'),
      cell: ({ name }) => <CompletenessText cluster={name} from="-24h" to="now" />,
      end: true,
    },
    {
      key: 'storage',
      head: t('storage.now'),
      cell: ({ name }) => {
        const bytes = sizes.get(name);
        return bytes === undefined ? '–' : formats.bytes(bytes);
      },
      end: true,
    },
    {
      key: 'last',
      head: t('clusters.lastEvent'),
      cell: ({ lastEventAt }) => <TimeText time={lastEventAt} withAge />,
    },
  ];
  if (!isAdmin) return columns;
  return [
    ...columns,
    {
      key: 'actions',
      head: t('common.actions'),
      isHeadHidden: true,
      cell: (cluster) => <ClusterMenu cluster={cluster} onOpen={onOpen} />,
      end: true,
    },
  ];
}

interface ClusterMenuProps {
  readonly cluster: Cluster;
  readonly onOpen: (dialog: Dialog) => void;
}

function ClusterMenu({ cluster, onOpen }: ClusterMenuProps) {
  const { t } = useTranslation();
  const change = useChangeCluster();
  const isEnabled = cluster.status === 'enabled';
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('clusters.actions', { name: cluster.name })} loading={change.isPending}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item renderRoot={(props) => <Link {...props} to="/explore" search={{ clusters: [cluster.name] }} />}>
          {t('clusters.search')}
        </Menu.Item>
        <Menu.Item
          renderRoot={(props) => <Link {...props} to="/clusters/$name/setup" params={{ name: cluster.name }} />}
        >
          {t('setup.setUp')}
        </Menu.Item>
        <Menu.Item onClick={() => onOpen({ kind: 'edit', cluster })}>{t('clusters.edit')}</Menu.Item>
        <Menu.Item onClick={() => onOpen({ kind: 'tokens', cluster })}>{t('clusters.tokens')}</Menu.Item>
        <Menu.Item
          onClick={() => change.mutate({ name: cluster.name, change: { status: isEnabled ? 'disabled' : 'enabled' } })}
        >
          {isEnabled ? t('clusters.disable') : t('clusters.enable')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" disabled={cluster.legalHolds > 0} onClick={() => onOpen({ kind: 'delete', cluster })}>
          {t('clusters.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
