import { IconFlag } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../api/session.ts';
import type { Explore } from '../use-explore.ts';
import styles from './note.module.css';

const NoteDialog = lazy(async () => ({ default: (await import('./note-dialog.tsx')).NoteDialog }));

/** Opens what a note beside the events is written in. Nothing for those who may not keep anything, or do not see all of a cluster. */
export function AddNote({ explore }: { readonly explore: Explore }) {
  const { t } = useTranslation();
  const session = useSession();
  const [isOpen, setIsOpen] = useState(false);
  const user = session.data?.user;
  if (!user || user.role === 'viewer' || user.limits.namespaces !== null || !user.limits.bodies) return null;
  return (
    <>
      <button type="button" data-action="note" className={styles['open']} onClick={() => setIsOpen(true)}>
        <IconFlag size={14} aria-hidden />
        {t('histogram.addNote')}
      </button>
      <Suspense>{isOpen && <NoteDialog explore={explore} onClose={() => setIsOpen(false)} />}</Suspense>
    </>
  );
}
