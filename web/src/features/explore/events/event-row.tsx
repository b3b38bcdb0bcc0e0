import { IconKey, IconShieldLock } from '@tabler/icons-react';
import { type CSSProperties, memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { scalarText } from '../../../api/json.ts';
import { clock, dateTime } from '../../../lib/time-format.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import { AskedChanges } from '../../../components/changes/asked-changes.tsx';
import { ActorText } from '../../../components/deed/actor-text.tsx';
import { Deed } from '../../../components/deed/deed.tsx';
import { OutcomeMark } from '../../../components/deed/outcome-mark.tsx';
import { fieldValue } from '../../../components/deed/facts.ts';
import { EntityLink } from '../../../components/entity/entity-link.tsx';
import { entityOfField } from '../../../lib/entity-of-field.ts';
import { excludes, type Filter } from '../../../lib/filter.ts';
import type { EventItem } from '../use-log.ts';
import type { Column, SentenceColumn } from './columns.ts';
import styles from './events.module.css';

interface EventRowProps {
  readonly id: string;
  readonly item: EventItem;
  readonly columns: readonly Column[];
  readonly zone: string;
  readonly isLong: boolean;
  readonly isChosen: boolean;
  readonly style: CSSProperties;
  readonly onOpen: () => void;
  readonly onFilter: Filter;
}

export const EventRow = memo(function EventRow(props: EventRowProps) {
  const { id, item, columns, isChosen, style, onOpen, onFilter } = props;
  const filterOn = (field: string, value: string) => (event: MouseEvent) => {
    // A plain click opens the event; with Ctrl or Alt the cell itself becomes part of the query.
    if (!event.altKey && !event.ctrlKey && !event.metaKey) return;
    event.stopPropagation();
    onFilter(field, value, excludes(event));
  };
  return (
    // The grid has the keyboard: j, k, arrows and Enter.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="row"
      aria-selected={isChosen}
      className={styles['row']}
      data-outcome={item.facts.outcome}
      style={style}
      onClick={onOpen}
    >
      {columns.map((column) => {
        const { field, value } = target(column, item);
        return (
          <span key={column.name} role="gridcell" className={styles['cell']} onClick={filterOn(field, value)}>
            {column.kind === 'field' ? (
              <span className={styles['data']}>
                <SafeText limit={160}>{value}</SafeText>
              </span>
            ) : (
              <SentenceCell {...props} name={column.name} />
            )}
            <PageOf field={field} value={value} />
          </span>
        );
      })}
    </div>
  );
});

/** Leads to the page of what a cell names, for who points at it; by keyboard and touch the open event has the same links. */
function PageOf({ field, value }: { readonly field: string; readonly value: string }) {
  const entity = entityOfField(field, value);
  if (!entity) return null;
  return (
    <span className={styles['page']}>
      <EntityLink entity={entity} tabIndex={-1} />
    </span>
  );
}

function SentenceCell({ name, item, zone, isLong }: EventRowProps & { readonly name: SentenceColumn }) {
  const { t } = useTranslation();
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
          <Deed facts={facts} />
          {facts.verb === 'patch' && (
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

/** The field behind a cell, for adding it to the query. */
function target(column: Column, { facts, event }: EventItem): { readonly field: string; readonly value: string } {
  if (column.kind === 'field') {
    const value = fieldValue(event.json, column.name) ?? derivedValue(column.name, facts);
    return { field: column.name, value: value === undefined || value === null ? '' : scalarText(value) };
  }
  switch (column.name) {
    case 'time':
      return { field: 'stage', value: facts.stage };
    case 'who':
      return { field: 'user.username', value: facts.username };
    case 'did':
      return { field: 'objectRef.resource', value: facts.resource };
    case 'outcome':
      return { field: 'responseStatus.code', value: facts.code === undefined ? '' : String(facts.code) };
    case 'where':
      return { field: 'objectRef.namespace', value: facts.namespace };
  }
}

function derivedValue(name: string, facts: EventItem['facts']): string | undefined {
  if (name === 'derived.command') return facts.command;
  if (name === 'derived.client') return facts.client;
  return name === 'derived.clientVersion' ? facts.clientVersion : undefined;
}
