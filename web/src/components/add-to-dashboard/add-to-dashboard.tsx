import { ActionIcon } from '@mantine/core';
import { IconLayoutGridAdd } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Panel } from '../../../../src/dashboards/index.ts';
import { useSession } from '../../api/session.ts';
import { withAllTexts } from '../../lib/i18n/setup.ts';
import { tip } from '../overlay/tip.ts';

const loadDialog = withAllTexts(() => import('./add-to-dashboard-dialog.tsx'));
const AddToDashboardDialog = lazy(async () => ({ default: (await loadDialog()).AddToDashboardDialog }));

type Chart = Panel['chart'];

interface AddToDashboardProps {
  /** A search, or a search with a statement. */
  readonly statement: string;
  readonly chart: Chart;
  readonly size?: number;
}

/** Puts what is looked at into a dashboard, as a panel. Nothing for those who may not keep anything. */
export function AddToDashboard({ statement, chart, size = 28 }: AddToDashboardProps) {
  const { t } = useTranslation();
  const session = useSession();
  const [isOpen, setIsOpen] = useState(false);
  if (session.data?.user.role === 'viewer') return null;
  return (
    <>
      <ActionIcon
        {...tip(t('common.toDashboard'))}
        data-action="toDashboard"
        size={size}
        variant={size > 28 ? 'default' : 'subtle'}
        aria-label={t('common.toDashboard')}
        disabled={statement.trim() === ''}
        onClick={() => setIsOpen(true)}
      >
        <IconLayoutGridAdd size={17} stroke={1.6} />
      </ActionIcon>
      <Suspense>
        {isOpen && (
          <AddToDashboardDialog panel={panelOf(statement, chart)} variables={[]} onClose={() => setIsOpen(false)} />
        )}
      </Suspense>
    </>
  );
}

/** A panel of the usual size for its chart, without a title yet. */
function panelOf(statement: string, chart: Chart): Omit<Panel, 'id'> {
  const counts = /\bfrom\s+operations\b/i.test(statement) ? 'operations' : 'events';
  const size = chart === 'value' ? { width: 3, height: 2 } : { width: 6, height: 4 };
  return { title: {}, counts, chart, statement, ...size };
}
