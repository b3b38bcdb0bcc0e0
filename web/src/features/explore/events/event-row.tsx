import { IconDots, IconKey, IconPin, IconPinFilled, IconShieldLock } from '@tabler/icons-react';
import { type CSSProperties, memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { clock, dateTime } from '../../../lib/time-format.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import { AskedChanges } from '../../../components/changes/asked-changes.tsx';
import { ActorText } from '../../../components/deed/actor-text.tsx';
import { Deed } from '../../../components/deed/deed.tsx';
import { OutcomeMark } from '../../../components/deed/outcome-mark.tsx';
import { usePinning } from '../../../components/pinning/pinning-context.ts';
import type { EventItem } from '../use-log.ts';
import { useValueMenu } from '../../../components/value-menu/value-menu-context.ts';
import { rowValues } from './cell-values.ts';
import type { Column, SentenceColumn } from './columns.ts';
import styles from './events.module.css';
import { FoldButton } from './fold-button.tsx';
import { FoldText } from './fold-text.tsx';
import type { Fold, ListRow } from './list-rows.ts';

export interface EventRowProps {
  readonly id: string;
  readonly row: ListRow;
  readonly columns: readonly Column[];
  readonly zone: string;
  readonly isLong: boolean;
  readonly isChosen: boolean;
  /** The cell of the chosen row that `m` opens the menu of. */
  readonly chosenCell: number;
  readonly style: CSSProperties;
  readonly onOpen: () => void;
  readonly onFold: (fold: Fold) => void;
}

export const EventRow = memo(function EventRow(props: EventRowProps) {
  const { id, row, columns, isChosen, chosenCell, style, onOpen, onFold } = props;
  const openMenu = useValueMenu();
  return (
    // The grid has the keyboard: j, k, arrows, Enter, m and the full stop.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="row"
      aria-selected={isChosen}
      className={styles['row']}
      data-outcome={row.item.facts.outcome}
      data-depth={row.depth}
      style={style}
      onClick={onOpen}
    >
      <span role="gridcell" className={styles['fold']}>
        {row.fold && <FoldButton fold={row.fold} onFold={onFold} />}
      </span>
      {columns.map((column, index) => {
        const values = rowValues(column, row);
        const [first] = values;
        const openCell = (event: MouseEvent): void => {
          if (!openMenu || values.length === 0) return;
          event.preventDefault();
          event.stopPropagation();
          openMenu(event.currentTarget, values);
        };
        return (
          <span
            key={column.name}
            id={`${id}-${index}`}
            role="gridcell"
            className={styles['cell']}
            data-chosen={(isChosen && index === chosenCell) || undefined}
            onContextMenu={openCell}
          >
            {column.kind === 'field' ? (
              <span className={styles['data']}>
                <SafeText limit={160}>{first?.value ?? ''}</SafeText>
              </span>
            ) : (
              <SentenceCell {...props} name={column.name} />
            )}
            {openMenu && values.length > 0 && <CellMenu onOpen={openCell} />}
            {index === columns.length - 1 && <RowPin item={row.opens} />}
          </span>
        );
      })}
    </div>
  );
});

/** Pins the row's event, for who points at it; by keyboard it is the key `q`, and the open event has it for a thumb. */
function RowPin({ item }: { readonly item: EventItem }) {
  const { t } = useTranslation();
  const pinning = usePinning();
  if (!pinning) return null;
  const isPinned = pinning.isPinned(item);
  const toggle = (event: MouseEvent): void => {
    event.stopPropagation();
    pinning.toggle(item);
  };
  return (
    <button
      type="button"
      className={styles['rowPin']}
      tabIndex={-1}
      aria-label={t(isPinned ? 'pin.unpinEvent' : 'pin.pinEvent')}
      aria-pressed={isPinned}
      onClick={toggle}
    >
      {isPinned ? <IconPinFilled size={14} aria-hidden /> : <IconPin size={14} aria-hidden />}
    </button>
  );
}

/** Opens the menu of a cell, for who points at it; by keyboard it is the key `m`, and the open event has every value. */
function CellMenu({ onOpen }: { readonly onOpen: (event: MouseEvent) => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className={styles['cellMenu']} tabIndex={-1} aria-label={t('value.cell')} onClick={onOpen}>
      <IconDots size={13} aria-hidden />
    </button>
  );
}

type SentenceCellProps = Pick<EventRowProps, 'row' | 'zone' | 'isLong'> & { readonly name: SentenceColumn };

/** One part of what a row says of its event. */
export function SentenceCell({ name, row, zone, isLong }: SentenceCellProps) {
  const { t } = useTranslation();
  const { item, fold, isStage } = row;
  const { facts } = item;
  switch (name) {
    case 'time':
      if (Number.isNaN(facts.at)) return <SafeText limit={40}>{facts.timeText}</SafeText>;
      return (
        <time dateTime={facts.timeText} title={facts.timeText} className={styles['time']}>
          {isLong ? dateTime(facts.at, zone).slice(5) : clock(facts.at, zone)}
        </time>
      );
    case 'who':
      return <ActorText facts={facts} />;
    case 'did':
      return (
        <>
          {isStage && <span className={styles['stage']}>{facts.stage}</span>}
          <Deed facts={facts} />
          {fold && <FoldText fold={fold} />}
          {facts.verb === 'patch' && fold?.kind !== 'alike' && (
            <>
              {' '}
              <AskedChanges json={item.event.json} facts={facts} most={2} />
            </>
          )}
          {facts.sensitive === 'secret' && (
            <IconKey size={13} className={styles['mark']} aria-label={t('events.secret')} role="img" />
          )}
          {facts.sensitive === 'rbac' && (
            <IconShieldLock size={13} className={styles['mark']} aria-label={t('events.rbac')} role="img" />
          )}
        </>
      );
    case 'outcome':
      return <OutcomeMark facts={facts} />;
    case 'where':
      return (
        <span className={styles['where']} title={visibleText(cutText(`${facts.namespace} ${facts.cluster}`, 300).text)}>
          <span className={styles['namespace']}>
            <SafeText limit={80}>{facts.namespace || '–'}</SafeText>
          </span>
          <span className={styles['cluster']}>
            <SafeText limit={40}>{facts.cluster}</SafeText>
          </span>
        </span>
      );
  }
}
