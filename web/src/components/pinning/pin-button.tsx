import { ActionIcon } from '@mantine/core';
import { IconPin, IconPinFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PinnableEvent } from './pinned-event.ts';
import { usePinning } from './pinning-context.ts';
import { tip } from '../overlay/tip.ts';

/** Pins the event to the current case, or takes it out again. Nothing for those who may not keep anything. */
export function PinButton({ item }: { readonly item: PinnableEvent }) {
  const { t } = useTranslation();
  const pinning = usePinning();
  if (!pinning) return null;
  const isPinned = pinning.isPinned(item);
  const label = t(isPinned ? 'pin.unpinEvent' : 'pin.pinEvent');
  return (
    <ActionIcon {...tip(label)} aria-label={label} aria-pressed={isPinned} onClick={() => pinning.toggle(item)}>
      {isPinned ? <IconPinFilled size={17} /> : <IconPin size={17} stroke={1.6} />}
    </ActionIcon>
  );
}
