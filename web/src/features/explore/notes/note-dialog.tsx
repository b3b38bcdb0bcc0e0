import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClusters } from '../../../api/clusters.ts';
import { useAddNote } from '../../../api/marks.ts';
import { momentIn } from '../../../lib/moment-text.ts';
import { useChosenClusters } from '../../../lib/use-chosen-clusters.ts';
import type { Explore } from '../use-explore.ts';
import styles from './note.module.css';

interface NoteDialogProps {
  readonly explore: Explore;
  readonly onClose: () => void;
}

const mostText = 500;

/** The end of a range is not in it. */
function lastMomentOf({ fixed }: Explore): string {
  return new Date((fixed?.to ?? Date.now()) - 1).toISOString();
}

/** Writes a note beside the events of a cluster, at a moment of them: the one that is looked at, else the end of the range. */
export function NoteDialog({ explore, onClose }: NoteDialogProps) {
  const { t } = useTranslation();
  const clusters = useClusters();
  const [chosen] = useChosenClusters();
  const add = useAddNote();
  const names = (clusters.data ?? []).map(({ name }) => name);
  const [cluster, setCluster] = useState(chosen[0]);
  const [time, setTime] = useState(() => explore.search.at ?? lastMomentOf(explore));
  const [text, setText] = useState('');
  const at = momentIn(time, explore.zone, Date.now());
  const target = cluster ?? names[0];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (at !== undefined && target !== undefined)
      add.mutate({ cluster: target, at, text: text.trim() }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('histogram.addNote')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form className={styles['form']} onSubmit={submit}>
        <Textarea
          data-autofocus
          label={t('histogram.noteText')}
          value={text}
          maxLength={mostText}
          autosize
          minRows={2}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <TextInput
          label={t('histogram.noteTime')}
          value={time}
          error={at === undefined ? t('histogram.noTime') : undefined}
          onChange={(event) => setTime(event.currentTarget.value)}
        />
        <Select
          label={t('histogram.noteCluster')}
          data={names}
          value={target ?? null}
          allowDeselect={false}
          onChange={(name) => setCluster(name ?? undefined)}
        />
        {add.isError && (
          <p className={styles['error']} role="alert">
            {add.error.message}
          </p>
        )}
        <Button
          type="submit"
          loading={add.isPending}
          disabled={text.trim() === '' || at === undefined || target === undefined}
        >
          {t('histogram.saveNote')}
        </Button>
      </form>
    </Modal>
  );
}
