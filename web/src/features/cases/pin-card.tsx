import { ActionIcon, Button } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconCode,
  IconFileSearch,
  IconGripVertical,
  IconPinnedOff,
} from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SafeText } from '../../components/safe-text.tsx';
import { placeInExplorer } from './place-in-explorer.ts';
import { NoteField } from './note-field.tsx';
import { Received } from './received.tsx';
import type { ShownPin } from './shown-pin.ts';
import { ToldPin } from './told-pin.tsx';
import styles from './cases.module.css';
import { tip } from '../../components/overlay/tip.ts';

interface PinCardProps {
  readonly shown: ShownPin;
  readonly caseId: string;
  readonly zone: string;
  readonly isEditable: boolean;
  /** Where it may be moved; undefined where the order is not that of the case. */
  readonly onMove: ((step: 1 | -1) => void) | undefined;
  readonly onDragStart: () => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDrop: () => void;
  readonly onUnpin: () => void;
}

/** One pin: its number, what it is, what the author says of it, and what can be done with it. */
export function PinCard(props: PinCardProps) {
  const { shown, caseId, zone, isEditable, onMove, onDragStart, onDragOver, onDrop, onUnpin } = props;
  const { t } = useTranslation();
  const { pin, number } = shown;
  const [isOpen, setIsOpen] = useState(false);
  const canMove = isEditable && onMove !== undefined;
  return (
    <li id={`pin-${pin.id}`} className={styles['card']} onDragOver={onDragOver} onDrop={onDrop}>
      <div className={styles['side']}>
        <span className={styles['number']}>{number}</span>
        {canMove && (
          <span className={styles['grip']} draggable title={t('cases.drag')} onDragStart={onDragStart} aria-hidden>
            <IconGripVertical size={16} />
          </span>
        )}
      </div>
      <div className={styles['body']}>
        <ToldPin shown={shown} zone={zone} />
        {isEditable ? (
          <NoteField caseId={caseId} pinId={pin.id} number={number} note={pin.note} />
        ) : (
          pin.note !== '' && (
            <p className={styles['note']}>
              <SafeText limit={2000}>{pin.note}</SafeText>
            </p>
          )
        )}
        <div className={styles['tools']}>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconFileSearch size={15} stroke={1.6} />}
            renderRoot={(given) => <Link {...given} to="/explore" search={placeInExplorer(shown)} />}
          >
            {t('cases.explore')}
          </Button>
          {pin.kind === 'event' && (
            <Button
              variant="subtle"
              size="compact-sm"
              aria-expanded={isOpen}
              leftSection={<IconCode size={15} stroke={1.6} />}
              onClick={() => setIsOpen(!isOpen)}
            >
              {t('cases.received')}
            </Button>
          )}
          {canMove &&
            ([-1, 1] as const).map((step) => (
              <ActionIcon
                key={step}
                {...tip(t(step < 0 ? 'cases.up' : 'cases.down', { number }))}
                aria-label={t(step < 0 ? 'cases.up' : 'cases.down', { number })}
                size={28}
                onClick={() => onMove(step)}
              >
                {step < 0 ? <IconArrowUp size={16} stroke={1.6} /> : <IconArrowDown size={16} stroke={1.6} />}
              </ActionIcon>
            ))}
          {isEditable && (
            <ActionIcon
              {...tip(t('cases.unpin', { number }))}
              aria-label={t('cases.unpin', { number })}
              size={28}
              onClick={onUnpin}
            >
              <IconPinnedOff size={16} stroke={1.6} />
            </ActionIcon>
          )}
        </div>
        {isOpen && pin.kind === 'event' && <Received pin={pin} limit={20_000} />}
      </div>
    </li>
  );
}
