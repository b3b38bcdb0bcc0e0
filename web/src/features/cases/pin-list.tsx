import { SegmentedControl } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Case, useChangePin, useUnpin } from '../../api/cases.ts';
import { SafeText } from '../../components/safe-text.tsx';
import { PinCard } from './pin-card.tsx';
import { byTime, type ShownPin } from './shown-pin.ts';
import { TimeStrip } from './time-strip.tsx';
import styles from './cases.module.css';

interface PinListProps {
  readonly opened: Case;
  readonly pins: readonly ShownPin[];
  readonly zone: string;
}

/** The pins on one timeline, and below it in the author's order, which the author changes by dragging or by buttons, or by time. */
export function PinList({ opened, pins, zone }: PinListProps) {
  const { t } = useTranslation();
  const [order, setOrder] = useState<'case' | 'time'>('case');
  const [said, setSaid] = useState('');
  const change = useChangePin();
  const unpin = useUnpin();
  const dragged = useRef<ShownPin>(undefined);
  const listed = order === 'time' ? byTime(pins) : pins;
  const error = change.error ?? unpin.error;

  /** Moves to the place before another one, or to the end. */
  function moveBefore(moved: ShownPin, other: ShownPin | undefined): void {
    if (moved === other) return;
    const before = other?.pin.id ?? null;
    const place = other ? other.number - (moved.number < other.number ? 1 : 0) : pins.length;
    const tell = (): void => setSaid(t('cases.moved', { from: moved.number, to: place }));
    change.mutate({ id: opened.id, pin: moved.pin.id, before }, { onSuccess: tell });
  }
  function moveBy(moved: ShownPin, step: 1 | -1): void {
    const index = pins.indexOf(moved);
    if (index + step < 0 || index + step >= pins.length) return;
    moveBefore(moved, step < 0 ? pins[index - 1] : pins[index + 2]);
  }
  return (
    <>
      <TimeStrip pins={pins} zone={zone} />
      <SegmentedControl
        className={styles['order'] ?? ''}
        size="xs"
        aria-label={t('cases.order')}
        value={order}
        onChange={(value) => setOrder(value === 'time' ? 'time' : 'case')}
        data={[
          { value: 'case', label: t('cases.orderOfCase') },
          { value: 'time', label: t('cases.orderOfTime') },
        ]}
      />
      {error && (
        <p className={styles['problem']} role="alert">
          <SafeText limit={500}>{error.message}</SafeText>
        </p>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <ol className={styles['pins']} aria-label={t('cases.pins')}>
        {listed.map((shown) => (
          <PinCard
            key={shown.pin.id}
            shown={shown}
            caseId={opened.id}
            zone={zone}
            isEditable={opened.editable}
            onMove={order === 'case' && pins.length > 1 ? (step) => moveBy(shown, step) : undefined}
            onDragStart={() => {
              dragged.current = shown;
            }}
            onDragOver={(event) => {
              if (dragged.current) event.preventDefault();
            }}
            onDrop={() => {
              const moved = dragged.current;
              dragged.current = undefined;
              // Downwards it takes the place behind the one that it was dropped on.
              if (moved) moveBefore(moved, moved.number < shown.number ? pins[pins.indexOf(shown) + 1] : shown);
            }}
            onUnpin={() => unpin.mutate({ id: opened.id, pin: shown.pin.id })}
          />
        ))}
      </ol>
    </>
  );
}
