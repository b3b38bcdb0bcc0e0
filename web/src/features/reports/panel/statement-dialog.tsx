import { Button, Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../../components/code-block.tsx';
import type { Report } from '../use-report.ts';
import { explorerAt } from './row-of.ts';
import styles from './panel.module.css';

interface StatementDialogProps {
  readonly report: Report;
  readonly title: string;
  readonly query: string;
  readonly onClose: () => void;
}

/** The statement of a panel as it ran, with filters and variables in it. */
export function StatementDialog({ report, title, query, onClose }: StatementDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className={styles['statement']}>
        <CodeBlock label={t('reports.statement')} text={query} />
      </div>
      <div className={styles['dialogActions']}>
        <Button renderRoot={(props) => <Link {...props} {...explorerAt(report, query)} />}>
          {t('reports.openInExplorer')}
        </Button>
      </div>
    </Modal>
  );
}
