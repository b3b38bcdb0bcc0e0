import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAccepted } from '../../../../../src/base/index.ts';
import { useKeepPolicy } from '../../../api/alert-policies.ts';
import { checkAlertFile } from '../../../api/alerts.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { completeAlertPolicy } from '../../../editor/alert-policy-completion.ts';
import { FileEditor } from '../../../editor/file-editor.tsx';
import { useJudgedFile } from '../../../editor/use-judged-file.ts';
import styles from '../alerts.module.css';

interface PolicyEditorProps {
  readonly first: string;
  /** Whether the caller may keep it. */
  readonly isKeeper: boolean;
  readonly onDone: () => void;
}

const judge = { kind: 'alert-policy', check: checkAlertFile };

/** A policy as its file, with what is wrong with it. */
export function PolicyEditor({ first, isKeeper, onDone }: PolicyEditorProps) {
  const { t } = useTranslation();
  const keep = useKeepPolicy();
  const [text, setText] = useState(first);
  const judged = useJudgedFile(text, judge);
  const [name, ...others] = judged.answer?.policies ?? [];
  const isOne = name !== undefined && others.length === 0 && judged.answer?.rules.length === 0;
  const canSave = judged.isJudged && isOne && isAccepted(judged.diagnostics);
  return (
    <>
      <FileEditor
        label={t('alerts.file')}
        text={text}
        judged={judged}
        complete={completeAlertPolicy}
        onChange={setText}
      />
      {keep.isError && (
        <p className={styles['fault']} role="alert">
          <SafeText limit={1000}>{keep.error.message}</SafeText>
        </p>
      )}
      <div className={`${styles['bar']} ${styles['foot']}`}>
        <div className={styles['last']}>
          <Button variant="default" onClick={onDone}>
            {t(isKeeper ? 'common.cancel' : 'common.close')}
          </Button>
          {isKeeper && (
            <Button
              disabled={!canSave}
              loading={keep.isPending}
              onClick={() => name !== undefined && keep.mutate({ name, yaml: text }, { onSuccess: onDone })}
            >
              {t('common.save')}
            </Button>
          )}
        </div>
      </div>
    </>
  );
}
