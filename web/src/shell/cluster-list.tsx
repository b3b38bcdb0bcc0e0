import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cluster } from '../api/clusters.ts';
import styles from './cluster-list.module.css';

interface ClusterListProps {
  readonly clusters: readonly Cluster[];
  readonly chosen: readonly string[];
  readonly onChoose: (names: readonly string[]) => void;
}

/** The clusters that can be chosen, each of them, one alone, or all. */
export function ClusterList({ clusters, chosen, onChoose }: ClusterListProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const shown = clusters.filter((cluster) => cluster.name.toLowerCase().includes(filter.toLowerCase()));
  const toggle = (name: string): void =>
    onChoose(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]);
  return (
    <>
      {clusters.length > 6 && (
        <TextInput
          mb={8}
          value={filter}
          placeholder={t('frame.filterClusters')}
          aria-label={t('frame.filterClusters')}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      )}
      <div className={styles['list']}>
        {clusters.length === 0 && <p className={styles['none']}>{t('frame.noClusterYet')}</p>}
        {shown.map((cluster) => (
          <div key={cluster.id} className={styles['row']}>
            <Checkbox
              checked={chosen.includes(cluster.name)}
              onChange={() => toggle(cluster.name)}
              label={cluster.name}
              classNames={{ body: styles['check'] ?? '', labelWrapper: styles['checkLabel'] ?? '' }}
            />
            {cluster.status === 'disabled' && <span className={styles['tag']}>{t('frame.clusterDisabled')}</span>}
            <button type="button" className={styles['only']} onClick={() => onChoose([cluster.name])}>
              {t('frame.only')}
            </button>
          </div>
        ))}
      </div>
      <Button fullWidth mt={8} variant="default" disabled={chosen.length === 0} onClick={() => onChoose([])}>
        {t('frame.allClusters')}
      </Button>
    </>
  );
}
