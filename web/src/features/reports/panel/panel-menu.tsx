import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Panel } from '../../../../../src/dashboards/index.ts';
import type { PanelAnswer } from '../../../api/dashboards.ts';
import { useSession } from '../../../api/session.ts';
import { saveBlob } from '../../../api/save-blob.ts';
import { toCsv } from '../../../charts/csv.ts';
import { without } from '../../../lib/without.ts';
import type { Report } from '../use-report.ts';
import { columnsOf } from './panel-columns.ts';
import { eventsBehind, explorerAt } from './row-of.ts';

const AddToDashboardDialog = lazy(async () => ({
  default: (await import('../../../components/add-to-dashboard/add-to-dashboard-dialog.tsx')).AddToDashboardDialog,
}));

interface PanelMenuProps {
  readonly report: Report;
  readonly panel: Panel;
  readonly title: string;
  readonly answer: PanelAnswer | undefined;
  readonly isTable: boolean;
  readonly onTable: ((isTable: boolean) => void) | undefined;
  readonly onFullScreen: (() => void) | undefined;
  readonly onStatement: () => void;
  readonly onPicture: (() => void) | undefined;
}

/** What can be done with a panel. */
export function PanelMenu(props: PanelMenuProps) {
  const { t, i18n } = useTranslation();
  const { report, panel, title, answer, isTable, onTable, onFullScreen, onStatement, onPicture } = props;
  const events = answer && eventsBehind(report, panel, columnsOf(panel, answer, i18n.language), undefined);
  const session = useSession();
  const [isAdding, setIsAdding] = useState(false);
  const query = answer?.query ?? '';
  const save = (answer: PanelAnswer): void =>
    saveBlob(new Blob([toCsv(answer)], { type: 'text/csv' }), `${report.dashboard.id}-${panel.id}.csv`);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={24} aria-label={t('reports.menuOf', { title })}>
            <IconDotsVertical size={15} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {onFullScreen && <Menu.Item onClick={onFullScreen}>{t('analysis.fullScreen')}</Menu.Item>}
          {onTable && (
            <Menu.Item onClick={() => onTable(!isTable)}>
              {t(isTable ? 'reports.asChart' : 'reports.asTable')}
            </Menu.Item>
          )}
          {events !== undefined && (
            <Menu.Item renderRoot={(root) => <Link {...root} {...explorerAt(report, events)} />}>
              {t('reports.showEvents')}
            </Menu.Item>
          )}
          <Menu.Item disabled={query === ''} onClick={onStatement}>
            {t('reports.previewStatement')}
          </Menu.Item>
          {query !== '' && (
            <Menu.Item renderRoot={(root) => <Link {...root} {...explorerAt(report, query)} />}>
              {t('reports.openInExplorer')}
            </Menu.Item>
          )}
          {session.data?.user.role !== 'viewer' && (
            <Menu.Item onClick={() => setIsAdding(true)}>{t('common.toDashboard')}</Menu.Item>
          )}
          <Menu.Item disabled={!answer || answer.error !== undefined} onClick={() => answer && save(answer)}>
            {t('analysis.saveCsv')}
          </Menu.Item>
          {onPicture && <Menu.Item onClick={onPicture}>{t('reports.savePng')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {isAdding && (
          <AddToDashboardDialog
            panel={without(panel, 'id')}
            variables={report.dashboard.variables}
            onClose={() => setIsAdding(false)}
          />
        )}
      </Suspense>
    </>
  );
}
