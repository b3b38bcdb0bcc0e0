import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAccepted } from '../../../../../src/base/index.ts';
import { checkAlertFile } from '../../../api/alerts.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { FileEditor } from '../../../editor/file-editor.tsx';
import { FindingList } from '../../../editor/finding-list.tsx';
import { completeRule } from '../../../editor/rule-completion.ts';
import { useJudgedFile } from '../../../editor/use-judged-file.ts';
import styles from '../alerts.module.css';
import { Preview } from './preview.tsx';
import { readRuleFields, withRuleFields } from './rule-file.ts';
import { RuleForm } from './rule-form.tsx';

interface RuleEditorProps {
  readonly first: string;
  readonly isSaving: boolean;
  readonly problem: Error | null;
  readonly onSave: (yaml: string, name: string) => void;
  readonly onCancel: () => void;
}

const views = ['form', 'file'] as const;
type View = (typeof views)[number];
const judge = { kind: 'alert-rules', check: checkAlertFile };

/** A rule as a form or as its file, with what is wrong with it, and what it would have done lately. */
export function RuleEditor({ first, isSaving, problem, onSave, onCancel }: RuleEditorProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const [text, setText] = useState(first);
  const fields = useMemo(() => readRuleFields(text, language), [text, language]);
  const [view, setView] = useState<View>(fields ? 'form' : 'file');
  const judged = useJudgedFile(text, judge);
  const [name] = judged.answer?.rules ?? [];
  const canSave = judged.isJudged && name !== undefined && isAccepted(judged.diagnostics);
  return (
    <>
      <div className={styles['bar']}>
        <SegmentedControl
          aria-label={t('alerts.form.view')}
          value={view}
          data={views.map((value) => ({ value, label: t(`alerts.form.${value}`) }))}
          onChange={(value) => setView(value === 'form' ? 'form' : 'file')}
        />
      </div>
      {view === 'file' && (
        <FileEditor label={t('alerts.file')} text={text} judged={judged} complete={completeRule} onChange={setText} />
      )}
      {view === 'form' && fields && (
        <>
          <RuleForm
            fields={fields}
            onChange={(change) => setText((before) => withRuleFields(before, change, language))}
          />
          <FindingList text={text} judged={judged} onChange={setText} />
        </>
      )}
      {view === 'form' && !fields && <p className={styles['line']}>{t('alerts.form.fileOnly')}</p>}
      {problem && (
        <p className={styles['fault']} role="alert">
          <SafeText limit={1000}>{problem.message}</SafeText>
        </p>
      )}
      <Preview yaml={text} isReady={canSave}>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button disabled={!canSave} loading={isSaving} onClick={() => name !== undefined && onSave(text, name)}>
          {t('alerts.saveAndSwitchOn')}
        </Button>
      </Preview>
    </>
  );
}
