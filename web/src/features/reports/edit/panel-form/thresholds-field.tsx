import { ActionIcon, Button, NumberInput, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Panel } from '../../../../../../src/dashboards/index.ts';
import styles from './panel-form.module.css';
import { tip } from '../../../../components/overlay/tip.ts';

type Threshold = NonNullable<Panel['thresholds']>[number];

const levels = ['info', 'warning', 'critical'] as const;
const most = 20;

interface ThresholdsFieldProps {
  readonly panel: Panel;
  readonly answered: readonly string[];
  readonly onChange: (thresholds: Panel['thresholds']) => void;
}

/** From which value on a number stands out, and how much. */
export function ThresholdsField({ panel, answered, onChange }: ThresholdsFieldProps) {
  const { t } = useTranslation();
  const thresholds = panel.thresholds ?? [];
  const names = [...new Set([...answered, ...thresholds.map(({ column }) => column)])];
  const keep = (next: readonly Threshold[]): void => onChange(next.length > 0 ? [...next] : undefined);
  const change = (at: number, part: Partial<Threshold>): void =>
    keep(thresholds.map((threshold, index) => (index === at ? { ...threshold, ...part } : threshold)));
  return (
    <div>
      {thresholds.map(({ column, at: value, level }, at) => (
        // eslint-disable-next-line react/no-array-index-key -- two may be alike
        <div key={at} className={styles['threshold']}>
          <Select
            aria-label={t('dashboard.thresholdColumn')}
            data={names}
            value={column}
            allowDeselect={false}
            onChange={(name) => name !== null && change(at, { column: name })}
          />
          <NumberInput
            aria-label={t('dashboard.thresholdFrom')}
            value={value}
            hideControls
            onChange={(next) => typeof next === 'number' && change(at, { at: next })}
          />
          <Select
            aria-label={t('dashboard.thresholdLevel')}
            data={levels.map((name) => ({ value: name, label: t(`dashboard.level.${name}`) }))}
            value={level}
            allowDeselect={false}
            onChange={(name) => change(at, { level: levels.find((other) => other === name) ?? level })}
          />
          <ActionIcon
            {...tip(t('dashboard.removeThreshold'))}
            aria-label={t('dashboard.removeThreshold')}
            onClick={() => keep(thresholds.filter((_, index) => index !== at))}
          >
            <IconTrash size={15} stroke={1.6} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        leftSection={<IconPlus size={14} />}
        disabled={names.length === 0 || thresholds.length >= most}
        onClick={() => keep([...thresholds, { column: names.at(-1) ?? '', at: 1, level: 'warning' }])}
      >
        {t('dashboard.addThreshold')}
      </Button>
    </div>
  );
}
