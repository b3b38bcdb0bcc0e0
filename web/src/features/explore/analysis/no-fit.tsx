import { useTranslation } from 'react-i18next';
import type { ResultTable } from '../../../api/search.ts';
import { chartNeeds } from '../../../charts/chart-needs.ts';
import { EmptyPanel } from '../../../components/empty-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import type { ChartKind } from '../../../../../src/charts/index.ts';

interface NoFitProps {
  readonly columns: ResultTable['columns'];
  readonly kind: ChartKind;
}

/** The columns of an answer cannot be drawn so: which ones the chart wants, and which there are. */
export function NoFit({ columns, kind }: NoFitProps) {
  const { t } = useTranslation();
  const there = columns.map(({ name, type }) => `${name} (${type})`).join(', ');
  return (
    <EmptyPanel
      title={t('analysis.noFit', { kind: t(`analysis.kind.${kind}`), needs: t(`analysis.needs.${chartNeeds[kind]}`) })}
      text={
        <>
          {t('analysis.columnsThere')} <SafeText limit={400}>{there}</SafeText>
        </>
      }
    />
  );
}
