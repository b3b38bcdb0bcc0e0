import { ActionIcon } from '@mantine/core';
import {
  IconChartArea,
  IconChartBar,
  IconChartLine,
  IconChartPie,
  IconGridDots,
  IconNumber123,
  IconTable,
  IconWorld,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chartNeeds } from './chart-needs.ts';
import styles from './chart-picker.module.css';
import { type ChartKind, chartKinds } from '../../../src/charts/index.ts';
import { tip } from '../components/overlay/tip.ts';

const icons = {
  table: <IconTable size={17} stroke={1.6} />,
  line: <IconChartLine size={17} stroke={1.6} />,
  bar: <IconChartBar size={17} stroke={1.6} />,
  area: <IconChartArea size={17} stroke={1.6} />,
  pie: <IconChartPie size={17} stroke={1.6} />,
  value: <IconNumber123 size={17} stroke={1.6} />,
  map: <IconWorld size={17} stroke={1.6} />,
  heat: <IconGridDots size={17} stroke={1.6} />,
} satisfies Record<ChartKind, ReactNode>;

interface ChartPickerProps {
  readonly fitting: readonly ChartKind[];
  readonly chosen: ChartKind;
  readonly onChoose: (kind: ChartKind) => void;
}

/** The kinds of chart; those that the columns do not fit say what they want. */
export function ChartPicker({ fitting, chosen, onChoose }: ChartPickerProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['kinds']} role="group" aria-label={t('analysis.chart')}>
      {chartKinds.map((kind) => {
        const fits = fitting.includes(kind);
        const name = t(`analysis.kind.${kind}`);
        return (
          <ActionIcon
            key={kind}
            {...tip(fits ? name : `${name}: ${t(`analysis.needs.${chartNeeds[kind]}`)}`)}
            aria-label={name}
            aria-pressed={kind === chosen}
            className={fits ? '' : (styles['unfit'] ?? '')}
            variant={kind === chosen ? 'light' : 'subtle'}
            color={kind === chosen ? 'accent' : 'gray'}
            onClick={() => onChoose(kind)}
          >
            {icons[kind]}
          </ActionIcon>
        );
      })}
    </div>
  );
}
