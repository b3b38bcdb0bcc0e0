import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EmptyPanel } from '../../../components/empty-panel.tsx';
import type { Explore } from '../use-explore.ts';
import { withAnalysis } from './first-statement.ts';

/** The query has no statement to analyse with: how one is written, and a first one. */
export function NoStatement({ explore }: { readonly explore: Explore }) {
  const { t } = useTranslation();
  return (
    <EmptyPanel title={t('analysis.noStatement')} text={t('analysis.noStatementHint')}>
      <Button onClick={() => explore.run(withAnalysis(explore.query))}>{t('analysis.begin')}</Button>
    </EmptyPanel>
  );
}
