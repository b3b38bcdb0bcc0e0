import { useTranslation } from 'react-i18next';
import { SafeText } from '../../../components/safe-text.tsx';
import type { Column } from './columns.ts';
import { rowValues } from './cell-values.ts';
import { type EventRowProps, SentenceCell } from './event-row.tsx';
import styles from './events.module.css';
import { FoldButton } from './fold-button.tsx';

/** Where there is one column, an event is a sentence of two lines; when it was and how it ended stand beside it. */
export function NarrowRow(props: EventRowProps) {
  const { id, row, columns, isChosen, style, onOpen, onFold } = props;
  const beside = columns.filter(isBeside);
  return (
    // The grid has the keyboard: j, k, arrows and Enter.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="row"
      aria-selected={isChosen}
      className={styles['narrowRow']}
      data-outcome={row.item.facts.outcome}
      data-depth={row.depth}
      style={style}
      onClick={onOpen}
    >
      {row.fold && (
        <span role="gridcell" className={styles['narrowFold']}>
          <FoldButton fold={row.fold} onFold={onFold} />
        </span>
      )}
      <span role="gridcell" className={styles['told']}>
        {columns
          .filter((column) => !isBeside(column))
          .map((column) => (
            <span key={column.name} className={styles['toldPart']} data-part={column.name}>
              <Told {...props} column={column} />{' '}
            </span>
          ))}
      </span>
      {beside.length > 0 && (
        <span role="gridcell" className={styles['beside']}>
          {beside.map(({ name }) => (
            <SentenceCell key={name} {...props} name={name} />
          ))}
        </span>
      )}
    </div>
  );
}

function Told({ column, ...props }: EventRowProps & { readonly column: Column }) {
  const { t } = useTranslation();
  const { facts } = props.row.item;
  if (column.kind === 'field')
    return (
      <span className={styles['data']}>
        {column.name}: <SafeText limit={120}>{rowValues(column, props.row)[0]?.value ?? ''}</SafeText>
      </span>
    );
  if (column.name === 'where')
    return (
      <span aria-label={t('events.column.where')}>
        <SafeText limit={80}>{[facts.namespace, facts.cluster].filter(Boolean).join(' · ')}</SafeText>
      </span>
    );
  return <SentenceCell {...props} name={column.name} />;
}

type Beside = Extract<Column, { readonly kind: 'sentence' }> & { readonly name: 'time' | 'outcome' };

function isBeside(column: Column): column is Beside {
  return column.kind === 'sentence' && (column.name === 'time' || column.name === 'outcome');
}
