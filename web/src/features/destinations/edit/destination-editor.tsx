import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAccepted } from '../../../../../src/base/index.ts';
import {
  checkDestinationFile,
  type Destination,
  type DestinationForms,
  useKeepDestination,
} from '../../../api/destinations.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { completeDestination } from '../../../editor/destination-completion.ts';
import { FileEditor } from '../../../editor/file-editor.tsx';
import { FindingList } from '../../../editor/finding-list.tsx';
import { useJudgedFile } from '../../../editor/use-judged-file.ts';
import styles from '../destinations.module.css';
import { DryRunSection } from '../dry-run/dry-run-section.tsx';
import { membersOf, problemsByMember, withMember } from './destination-file.ts';
import { DestinationForm } from './destination-form.tsx';

interface DestinationEditorProps {
  readonly first: string;
  readonly forms: DestinationForms;
  /** As it is kept; left out: a new one. */
  readonly kept?: Destination;
  readonly onSaved: (name: string) => void;
  readonly onCancel: () => void;
}

const views = ['form', 'file'] as const;
type View = (typeof views)[number];
const judge = { kind: 'destinations', check: checkDestinationFile };

/** A destination as a form or as its file, with what is wrong with it at its place, and what it would be sent. */
export function DestinationEditor({ first, forms, kept, onSaved, onCancel }: DestinationEditorProps) {
  const { t } = useTranslation();
  const keep = useKeepDestination();
  const [text, setText] = useState(first);
  const [view, setView] = useState<View>('form');
  const members = useMemo(() => membersOf(text), [text]);
  const judged = useJudgedFile(text, judge);
  const names = useMemo(() => namesOf(forms, members?.['type']), [forms, members]);
  // Before anything was written nothing is wrong.
  const isTouched = text !== first;
  const problems = useMemo(
    () => (isTouched ? problemsByMember(judged.of, judged.diagnostics, names) : new Map<string, string>()),
    [isTouched, judged.of, judged.diagnostics, names],
  );
  const [name] = judged.answer?.names ?? [];
  const canSave = judged.isJudged && name !== undefined && isAccepted(judged.diagnostics);
  return (
    <>
      <div className={styles['bar']}>
        <SegmentedControl
          aria-label={t('destinations.view')}
          value={view}
          data={views.map((value) => ({ value, label: t(`destinations.${value}`) }))}
          onChange={(value) => setView(value === 'form' ? 'form' : 'file')}
        />
      </div>
      {view === 'file' && (
        <FileEditor
          label={t('destinations.file')}
          text={text}
          judged={judged}
          complete={completeDestination}
          onChange={setText}
        />
      )}
      {view === 'form' && members && (
        <>
          <DestinationForm
            forms={forms}
            members={members}
            kept={kept}
            problems={problems}
            onChange={(member, value) => setText((before) => withMember(before, member, value))}
          />
          {isTouched && <FindingList text={text} judged={judged} onChange={setText} />}
        </>
      )}
      {view === 'form' && !members && <p className={styles['line']}>{t('destinations.fileOnly')}</p>}
      {keep.isError && (
        <p className={styles['fault']} role="alert">
          <SafeText limit={1000}>{keep.error.message}</SafeText>
        </p>
      )}
      <div className={`${styles['bar']} ${styles['foot']}`}>
        <div className={styles['last']}>
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          <Button
            disabled={!canSave}
            loading={keep.isPending}
            onClick={() => name !== undefined && keep.mutate(text, { onSuccess: () => onSaved(name) })}
          >
            {t('common.save')}
          </Button>
        </div>
      </div>
      <DryRunSection of={{ yaml: text }} isDisabled={!canSave} />
    </>
  );
}

/** The members that a form of this type shows. */
function namesOf({ common, items }: DestinationForms, type: unknown): ReadonlySet<string> {
  const form = items.find((one) => one.type === type);
  const own = [common, ...(form ? [form.settings] : [])].flatMap(({ properties }) => Object.keys(Object(properties)));
  return new Set([
    'name',
    'type',
    'filter',
    'clusters',
    'shape',
    ...own,
    ...(form?.secrets ?? []).map(({ name }) => name),
  ]);
}
