import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../../../src/dashboards/index.ts';
import type { DashboardAnswer } from '../../../api/dashboards.ts';
import { useDeleteDashboard } from '../../../api/own-dashboards.ts';
import { ConfirmByName } from '../../../components/confirm-by-name.tsx';
import { TimePicker } from '../../../components/time-picker/time-picker.tsx';
import { useReport } from '../use-report.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import styles from './edit.module.css';
import { EditorBar, type EditorDialog } from './editor-bar.tsx';
import { HistoryDialog } from './history-dialog.tsx';
import { SaveProblem } from './save-problem.tsx';
import { SectionsEditor } from './sections-editor.tsx';
import { Settings } from './settings.tsx';
import { UnsavedGuard } from './unsaved-guard.tsx';
import { useEditor } from './use-editor.ts';
import { useKeeping } from './use-keeping.ts';
import { VariablesEditor } from './variables-editor.tsx';
import { YamlDialog } from './yaml-dialog.tsx';

interface EditorProps {
  readonly answer: DashboardAnswer;
  /** Opens the dashboard anew, as it is kept now. */
  readonly onReload: () => void;
}

/** An own dashboard under edit: nothing is kept until it is saved. */
export function Editor({ answer, onReload }: EditorProps) {
  const { t, i18n } = useTranslation();
  const editor = useEditor(answer.dashboard);
  const { dashboard, edit } = editor;
  const report = useReport(dashboard, i18n.language);
  const keeping = useKeeping(answer, editor);
  const [dialog, setDialog] = useState<EditorDialog>();
  const [timeOpen, setTimeOpen] = useState(false);
  const close = (): void => setDialog(undefined);
  return (
    <div className={styles['page']}>
      <EditorBar editor={editor} isSaving={keeping.isSaving} onSave={() => keeping.save()} onOpen={setDialog} />
      {keeping.problem && <SaveProblem error={keeping.problem} />}
      <Settings editor={editor} />
      <VariablesEditor editor={editor} />
      <div className={styles['previewRange']}>
        <span>{t('dashboard.previewOf')}</span>
        <TimePicker
          range={report.range}
          fixed={report.fixed}
          zone={report.zone}
          opened={timeOpen}
          onOpen={setTimeOpen}
          onRange={report.setRange}
          onZone={(tz) => report.change({ tz })}
        />
      </div>
      <SectionsEditor
        editor={editor}
        report={report}
        isCovered={dialog !== undefined || keeping.isConflict}
        onSave={() => keeping.save()}
      />
      <UnsavedGuard isChanged={editor.isChanged} />
      {dialog === 'yaml' && (
        <YamlDialog dashboard={dashboard} onTakeOver={(next) => edit(() => next)} onClose={close} />
      )}
      {dialog === 'history' && (
        <HistoryDialog dashboard={dashboard} onRestore={(next) => edit(() => next)} onClose={close} />
      )}
      {dialog === 'delete' && <DeleteDialog answer={answer} onGone={() => editor.setKept(dashboard)} onClose={close} />}
      {keeping.isConflict && dialog === undefined && (
        <ConflictDialog
          id={answer.id}
          onOverwrite={keeping.save}
          onTakeTheirs={onReload}
          onLook={() => setDialog('history')}
          onClose={keeping.closeConflict}
        />
      )}
    </div>
  );
}

interface DeleteDialogProps {
  readonly answer: DashboardAnswer;
  /** It is gone: there is nothing left to save. */
  readonly onGone: () => void;
  readonly onClose: () => void;
}

function DeleteDialog({ answer, onGone, onClose }: DeleteDialogProps) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const remove = useDeleteDashboard();
  const title = textIn(answer.title, i18n.language);
  const confirm = (): void => {
    remove.mutate(answer.id, {
      onSuccess: () => {
        onGone();
        void navigate({ to: '/reports', ignoreBlocker: true });
      },
    });
  };
  return (
    <ConfirmByName
      title={t('dashboard.deleteTitle', { title })}
      text={t('dashboard.deleteText')}
      name={answer.id}
      action={t('dashboard.delete')}
      busy={remove.isPending}
      error={remove.error?.message}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
