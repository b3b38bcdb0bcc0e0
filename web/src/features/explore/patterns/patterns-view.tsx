import { Checkbox } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pattern, Patterns } from '../../../api/patterns.ts';
import { type DataColumn, DataTable } from '../../../components/data-table.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { conjoin } from '../../../lib/query-text.ts';
import { shortDateTime } from '../../../lib/time-format.ts';
import { Cancelled } from '../cancelled.tsx';
import { NoEvents } from '../events/no-events.tsx';
import { QueryError } from '../query-error.tsx';
import type { Explore } from '../use-explore.ts';
import { eventName } from '../use-log.ts';
import { PatternText, SampleText } from './pattern-text.tsx';
import styles from './patterns.module.css';
import { usePatterns } from './use-patterns.ts';

const EventDrawer = lazy(async () => ({ default: (await import('../event/event-drawer.tsx')).EventDrawer }));

/** The events of the search by what they have in common: how many, since when, and what the period before did not have. */
export function PatternsView({ explore }: { readonly explore: Explore }) {
  const { t } = useTranslation();
  const found = usePatterns(explore.asked);
  const columns = useColumns(explore);
  const [onlyNew, setOnlyNew] = useState(false);
  const opened = explore.search.event;
  if (found.isError) return <QueryError error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending && !found.isFetching && explore.asked) return <Cancelled onAgain={found.refetch} />;
  const { data } = found;
  const shown = data?.patterns.filter((pattern) => !onlyNew || pattern.new);
  return (
    <>
      <div className={styles['view']} data-stale={found.isPlaceholderData || undefined} aria-busy={found.isFetching}>
        {data && data.total > 0 && <Summary data={data} zone={explore.zone} onlyNew={onlyNew} onOnlyNew={setOnlyNew} />}
        {data?.total === 0 ? (
          <NoEvents explore={explore} hidden={undefined} />
        ) : (
          <DataTable
            label={t('patterns.title')}
            columns={columns}
            rows={shown}
            rowKey={({ query }) => query}
            empty={t('patterns.noneNew')}
          />
        )}
      </div>
      {opened !== undefined && (
        <Suspense>
          <EventDrawer
            name={opened}
            item={undefined}
            zone={explore.zone}
            onOpen={(item) => explore.change({ event: eventName(item) }, true)}
            onStep={(step) => {
              const samples = (shown ?? []).map(({ sample }) => sample.id);
              const next = samples[samples.indexOf(opened) + step];
              if (next !== undefined) explore.change({ event: next }, true);
            }}
            onClose={() => explore.change({ event: undefined })}
          />
        </Suspense>
      )}
    </>
  );
}

interface SummaryProps {
  readonly data: Patterns;
  readonly zone: string;
  readonly onlyNew: boolean;
  readonly onOnlyNew: (only: boolean) => void;
}

/** How many there are, and what they are compared with. */
function Summary({ data, zone, onlyNew, onOnlyNew }: SummaryProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { distinct, total, before, patterns } = data;
  const fresh = patterns.filter((pattern) => pattern.new).length;
  const [from, to] = [before.from, before.to].map((time) => shortDateTime(Date.parse(time), zone));
  return (
    <div className={styles['summary']}>
      <span role="status">
        {t('patterns.count', { count: distinct, text: formats.count(distinct), events: formats.count(total) })}
        {distinct > patterns.length && ` ${t('patterns.cut', { text: formats.count(patterns.length) })}`}
      </span>
      {before.total === 0 ? (
        <span className={styles['mute']}>{t('patterns.nothingBefore', { from, to })}</span>
      ) : (
        <>
          <Checkbox
            checked={onlyNew}
            label={t('patterns.onlyNew', { count: fresh, text: formats.count(fresh) })}
            onChange={(event) => onOnlyNew(event.currentTarget.checked)}
          />
          <span className={styles['mute']}>{t('patterns.against', { from, to })}</span>
        </>
      )}
    </div>
  );
}

function useColumns(explore: Explore): readonly DataColumn<Pattern>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const { zone } = explore;
  const time = (text: string): string => shortDateTime(Math.floor(Date.parse(text) / 1000) * 1000, zone);
  return [
    {
      key: 'what',
      head: t('patterns.what'),
      isHeadHidden: true,
      cell: (pattern) => (
        <div className={styles['what']} data-outcome={pattern.outcome}>
          <button
            type="button"
            className={styles['sentence']}
            onClick={() =>
              explore.change({ q: conjoin(explore.query, pattern.query), view: undefined, event: undefined })
            }
          >
            <PatternText pattern={pattern} />
            {pattern.new && <span className={styles['new']}>{t('patterns.new')}</span>}
          </button>
          <button
            type="button"
            className={styles['sample']}
            onClick={() => explore.change({ event: pattern.sample.id }, explore.search.event !== undefined)}
          >
            <SampleText pattern={pattern} zone={zone} />
          </button>
        </div>
      ),
    },
    { key: 'outcome', head: t('events.column.outcome'), cell: ({ outcome }) => t(`outcome.${outcome}`) },
    { key: 'count', head: t('patterns.events'), cell: ({ count }) => formats.count(count), end: true },
    {
      key: 'share',
      head: t('patterns.share'),
      cell: ({ share }) => (
        <span className={styles['share']}>
          {formats.percent(share)}
          <span className={styles['bar']} aria-hidden>
            <span style={{ width: `${share * 100}%` }} />
          </span>
        </span>
      ),
      end: true,
    },
    { key: 'before', head: t('patterns.before'), cell: ({ countBefore }) => formats.count(countBefore), end: true },
    { key: 'first', head: t('patterns.first'), cell: ({ first }) => time(first) },
    { key: 'last', head: t('patterns.last'), cell: ({ last }) => time(last) },
  ];
}
