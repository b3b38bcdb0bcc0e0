import { useTranslation } from 'react-i18next';
import { type Cluster, useDeleteCluster } from '../../api/clusters.ts';
import { ConfirmByName } from '../../components/confirm-by-name.tsx';

interface DeleteClusterProps {
  readonly cluster: Cluster;
  readonly onClose: () => void;
  /** It is gone. */
  readonly onDone: () => void;
}

export function DeleteCluster({ cluster, onClose, onDone }: DeleteClusterProps) {
  const { t } = useTranslation();
  const remove = useDeleteCluster();
  return (
    <ConfirmByName
      title={t('clusters.deleteTitle', { name: cluster.name })}
      text={t('clusters.deleteText')}
      name={cluster.name}
      action={t('clusters.delete')}
      busy={remove.isPending}
      error={remove.error?.message}
      onConfirm={() => remove.mutate(cluster.name, { onSuccess: onDone })}
      onClose={onClose}
    />
  );
}
