import { Button, FileButton, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dashboardLimits } from '../../../../../src/dashboards/index.ts';
import { useAddDashboard } from '../../../api/own-dashboards.ts';
import { completeDashboard } from '../../../editor/dashboard-completion.ts';
import { FileEditor } from '../../../editor/file-editor.tsx';
import { useJudgedFile } from '../../../editor/use-judged-file.ts';
import { SaveProblem } from './save-problem.tsx';
import { dashboardJudge } from './dashboard-judge.ts';
import styles from './yaml.module.css';

/** Makes a dashboard of a file, which is kept as it is written. */
export function ImportDashboard({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const add = useAddDashboard();
  const [text, setText] = useState('');
  const [isTooLarge, setIsTooLarge] = useState(false);
  const judged = useJudgedFile(text, dashboardJudge);
  const open = (file: File | null): void => {
    setIsTooLarge(file !== null && file.size > dashboardLimits.fileBytes);
    if (file && file.size <= dashboardLimits.fileBytes) void file.text().then(setText);
  };
  const keep = (): void =>
    add.mutate(
      { yaml: text },
      { onSuccess: ({ id }) => void navigate({ to: '/reports/$id', params: { id }, search: {} }) },
    );
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(960px, 96vw)"
      title={t('dashboard.import')}
      closeOnEscape={false}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={styles['note']}>{t('dashboard.importText')}</p>
      <FileEditor
        label={t('dashboard.yaml')}
        text={text}
        judged={judged}
        complete={completeDashboard}
        onChange={setText}
      />
      {isTooLarge && (
        <p className={styles['note']} role="alert">
          {t('dashboard.fileTooLarge')}
        </p>
      )}
      {add.error && <SaveProblem error={add.error} />}
      <div className={styles['actions']}>
        <span className={styles['left']}>
          <FileButton accept=".yaml,.yml,.json" onChange={open}>
            {(props) => (
              <Button variant="default" {...props}>
                {t('dashboard.chooseFile')}
              </Button>
            )}
          </FileButton>
        </span>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button disabled={!judged.isJudged || !judged.answer?.dashboard} loading={add.isPending} onClick={keep}>
          {t('dashboard.importAction')}
        </Button>
      </div>
    </Modal>
  );
}
