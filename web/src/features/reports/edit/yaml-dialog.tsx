import { Button, Modal, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dashboard } from '../../../../../src/dashboards/index.ts';
import { saveBlob } from '../../../api/save-blob.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { completeDashboard } from '../../../editor/dashboard-completion.ts';
import { FileEditor } from '../../../editor/file-editor.tsx';
import { useJudgedFile } from '../../../editor/use-judged-file.ts';
import { useDashboardFile } from './use-dashboard-file.ts';
import { dashboardJudge } from './dashboard-judge.ts';
import styles from './yaml.module.css';

interface YamlDialogProps {
  readonly dashboard: Dashboard;
  readonly onTakeOver: (dashboard: Dashboard) => void;
  readonly onClose: () => void;
}

/** The dashboard as a file, unsaved edits in it: to take away, and to edit as text. */
export function YamlDialog({ dashboard, onTakeOver, onClose }: YamlDialogProps) {
  const { t } = useTranslation();
  const file = useDashboardFile(dashboard);
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(960px, 96vw)"
      title={t('dashboard.yaml')}
      closeOnEscape={false}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {file === undefined ? (
        <Skeleton height={400} />
      ) : (
        <Content first={file} id={dashboard.id} onTakeOver={onTakeOver} onClose={onClose} />
      )}
    </Modal>
  );
}

interface ContentProps extends Omit<YamlDialogProps, 'dashboard'> {
  readonly first: string;
  readonly id: string;
}

function Content({ first, id, onTakeOver, onClose }: ContentProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(first);
  const judged = useJudgedFile(text, dashboardJudge);
  const dashboard = judged.answer?.dashboard;
  const isChanged = text !== first;
  const isOther = dashboard !== undefined && dashboard.id !== id;
  const takeOver = (): void => {
    if (dashboard) onTakeOver({ ...dashboard, id });
    onClose();
  };
  return (
    <>
      <FileEditor
        label={t('dashboard.yaml')}
        text={text}
        judged={judged}
        complete={completeDashboard}
        onChange={setText}
      />
      {isOther && <p className={styles['note']}>{t('dashboard.idStays', { id })}</p>}
      <div className={styles['actions']}>
        <span className={styles['left']}>
          <Button
            variant="default"
            onClick={() => saveBlob(new Blob([text], { type: 'application/yaml' }), `${id}.yaml`)}
          >
            {t('dashboard.download')}
          </Button>
          <CopyButton text={text} label={t('common.copy')} />
        </span>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button disabled={!isChanged || !judged.isJudged || !dashboard} onClick={takeOver}>
          {t('dashboard.takeOver')}
        </Button>
      </div>
    </>
  );
}
