import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconChevronDown, IconServer2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cluster } from '../api/clusters.ts';
import styles from './cluster-picker.module.css';

interface ClusterPickerProps {
  readonly clusters: readonly Cluster[];
  readonly chosen: readonly string[];
  readonly onChoose: (names: readonly string[]) => void;
}

/** Chooses the clusters that every page asks; none chosen means all that the user may see. */
export function ClusterPicker({ clusters, chosen, onChoose }: ClusterPickerProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const shown = clusters.filter((cluster) => cluster.name.toLowerCase().includes(filter.toLowerCase()));
  const label =
    chosen.length === 0
      ? t('frame.allClusters')
      : chosen.length <= 2
        ? chosen.join(', ')
        : `${chosen.slice(0, 2).join(', ')} +${chosen.length - 2}`;
  const toggle = (name: string): void =>
    onChoose(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]);
  return (
    <Popover position="bottom-start" width={300} trapFocus>
      <Popover.Target>
        <Button
          data-action="chooseClusters"
          variant="subtle"
          color="gray"
          classNames={{ root: styles['button'] ?? '', label: styles['label'] ?? '' }}
          leftSection={<IconServer2 size={15} stroke={1.6} />}
          rightSection={<IconChevronDown size={14} />}
          aria-label={`${t('frame.clusters')}: ${label}`}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
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
              {cluster.status === 'disabled' && <span className={styles['tag']}>{t('clusters.disabled')}</span>}
              <button type="button" className={styles['only']} onClick={() => onChoose([cluster.name])}>
                {t('frame.only')}
              </button>
            </div>
          ))}
        </div>
        <Button fullWidth mt={8} variant="default" disabled={chosen.length === 0} onClick={() => onChoose([])}>
          {t('frame.allClusters')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
