import { Button } from '@mantine/core';
import { IconChevronDown, IconServer2 } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cluster } from '../api/clusters.ts';
import { PopoverButton } from '../components/overlay/popover-button.tsx';
import styles from './cluster-picker.module.css';

const loadList = () => import('./cluster-list.tsx');
const ClusterList = lazy(async () => ({ default: (await loadList()).ClusterList }));

interface ClusterPickerProps {
  readonly clusters: readonly Cluster[];
  readonly chosen: readonly string[];
  readonly onChoose: (names: readonly string[]) => void;
}

/** Chooses the clusters that every page asks; none chosen means all that the user may see. */
export function ClusterPicker(props: ClusterPickerProps) {
  const { chosen } = props;
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const label =
    chosen.length === 0
      ? t('frame.allClusters')
      : chosen.length <= 2
        ? chosen.join(', ')
        : `${chosen.slice(0, 2).join(', ')} +${chosen.length - 2}`;
  return (
    <PopoverButton
      isOpen={isOpen}
      onOpen={setOpen}
      width={300}
      load={loadList}
      button={(opener) => (
        <Button
          {...opener}
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
      )}
    >
      <ClusterList {...props} />
    </PopoverButton>
  );
}
