import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PinToAdd, useCase, usePin, useUnpin } from '../../api/cases.ts';
import { useSession } from '../../api/session.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { isPinOf, type PinnableEvent, pinOfEvent } from './pinned-event.ts';
import { type Pinning, PinningContext } from './pinning-context.ts';

const ChooseCase = lazy(async () => ({ default: (await import('./choose-case.tsx')).ChooseCase }));

/** What is below it can be pinned to the current case, which the browser remembers. */
export function PinningProvider({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const mayKeep = session.data !== undefined && session.data !== null && session.data.user.role !== 'viewer';
  return mayKeep ? <ForKeepers>{children}</ForKeepers> : children;
}

/** The dialog is open: to choose a case, and for a pin that waits for it. */
interface Choosing {
  readonly waiting?: PinToAdd;
  /** Why the current case does not do. */
  readonly problem?: string;
}

function ForKeepers({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const [{ caseId }, change] = usePreferences();
  const [choosing, setChoosing] = useState<Choosing>();
  const [said, setSaid] = useState('');
  const found = useCase(caseId, { hasRaw: false });
  const pinning = usePin();
  const unpinning = useUnpin();
  // One that was deleted, or is of somebody else who signed in here before, is none.
  const current = found.isSuccess && found.data.editable ? found.data : undefined;

  function pinTo(id: string, pin: PinToAdd): void {
    const tell = (problem: Error): void => setChoosing({ waiting: pin, problem: problem.message });
    pinning.mutate({ id, pin }, { onSuccess: () => setSaid(t('pin.pinned')), onError: tell });
  }
  function pin(added: PinToAdd): void {
    if (current) pinTo(current.id, added);
    // It is being asked for: the server says where it is none by now.
    else if (caseId !== '' && found.isPending) pinTo(caseId, added);
    else setChoosing({ waiting: added });
  }
  const pinOf = (item: PinnableEvent) => current?.pins.find((one) => one.kind === 'event' && isPinOf(item, one));
  const value: Pinning = {
    current,
    isPinned: (item) => pinOf(item) !== undefined,
    toggle: (item) => {
      const pinned = pinOf(item);
      if (!current || !pinned) pin(pinOfEvent(item));
      else unpinning.mutate({ id: current.id, pin: pinned.id }, { onSuccess: () => setSaid(t('pin.unpinned')) });
    },
    pin,
    choose: () => setChoosing({}),
  };
  return (
    <PinningContext value={value}>
      {children}
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <Suspense>
        {choosing && (
          <ChooseCase
            current={current?.id}
            problem={choosing.problem}
            onClose={() => setChoosing(undefined)}
            onChoose={(id) => {
              change({ caseId: id });
              setChoosing(undefined);
              if (choosing.waiting) pinTo(id, choosing.waiting);
            }}
          />
        )}
      </Suspense>
    </PinningContext>
  );
}
