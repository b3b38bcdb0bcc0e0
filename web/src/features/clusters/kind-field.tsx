import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClusterKind } from '../../api/clusters.ts';
import { clusterKinds, kindOf } from './kinds.ts';

interface KindFieldProps {
  readonly value: ClusterKind;
  readonly onChange: (kind: ClusterKind) => void;
}

/** Whose control plane it is. */
export function KindField({ value, onChange }: KindFieldProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('clusters.kind')}
      description={t(`clusters.kindHint.${value}`)}
      data={clusterKinds.map((kind) => ({ value: kind, label: t(`clusters.kindOf.${kind}`) }))}
      value={value}
      allowDeselect={false}
      onChange={(name) => onChange(kindOf(name))}
    />
  );
}
