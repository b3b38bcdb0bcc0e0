import { Button, SegmentedControl, Select, Skeleton } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { severities } from '../../../../../src/rules/index.ts';
import { type InboxItem, useInbox, useInboxDeed } from '../../../api/inbox.ts';
import { useSession } from '../../../api/session.ts';
import { EmptyPanel } from '../../../components/empty-panel.tsx';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { useActions } from '../../../lib/actions.ts';
import styles from '../alerts.module.css';
import { mayKeep } from '../may-keep.ts';
import { SilenceForm } from '../silences/silence-form.tsx';
import { AskForNotifications } from './ask-for-notifications.tsx';
import { InboxMessage } from './inbox-message.tsx';
import { silenceOf } from './silence-of.ts';

const filters = {
  all: {},
  unread: { unread: true },
  open: { state: 'open' },
  acknowledged: { state: 'acknowledged' },
} as const;
const names = ['all', 'unread', 'open', 'acknowledged'] as const;

/** The message centre: every alert, to be read, acknowledged, assigned and commented. */
export function Inbox() {
  const { t, i18n } = useTranslation();
  const [filter, setFilter] = useState<(typeof names)[number]>('all');
  const [severity, setSeverity] = useState<InboxItem['severity']>();
  const found = useInbox({ ...filters[filter], severity, language: i18n.language });
  const { readAll } = useInboxDeed();
  const latest = found.data?.[0]?.id;
  return (
    <>
      <div className={styles['bar']}>
        <SegmentedControl
          size="xs"
          aria-label={t('alerts.inbox.which')}
          value={filter}
          data={names.map((value) => ({ value, label: t(`alerts.inbox.${value}`) }))}
          onChange={(value) => setFilter(names.find((name) => name === value) ?? 'all')}
        />
        <Select
          w={130}
          aria-label={t('alerts.severityOf')}
          placeholder={t('alerts.severityOf')}
          clearable
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          data={severities.map((value) => ({ value, label: t(`alerts.severity.${value}`) }))}
          value={severity ?? null}
          onChange={(value) => setSeverity(severities.find((one) => one === value))}
        />
        <Button
          variant="default"
          disabled={latest === undefined}
          loading={readAll.isPending}
          onClick={() => latest !== undefined && readAll.mutate(latest)}
        >
          {t('alerts.inbox.readAll')}
        </Button>
        <AskForNotifications />
      </div>
      {found.isError && <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={240} aria-busy="true" />}
      {found.data?.length === 0 && (
        <EmptyPanel
          title={t(filter === 'all' && !severity ? 'alerts.inbox.none' : 'alerts.inbox.noneLikeThat')}
          text={t('alerts.inbox.noneText')}
        />
      )}
      {found.data && <Messages items={found.data} />}
      {found.hasNextPage && (
        <Button
          className={styles['more'] ?? ''}
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('alerts.older')}
        </Button>
      )}
    </>
  );
}

/** Messages, one of them open. By keys: `j` and `k` go on and back, `a` acknowledges, `s` silences. */
function Messages({ items }: { readonly items: readonly InboxItem[] }) {
  const { t } = useTranslation();
  const session = useSession();
  const { read, acknowledge, assign } = useInboxDeed();
  const list = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState<number>();
  const [silenced, setSilenced] = useState<InboxItem>();
  const isKeeper = mayKeep(session.data);
  const problem = acknowledge.error ?? assign.error;

  const heads = (): readonly HTMLButtonElement[] => [
    ...(list.current?.querySelectorAll<HTMLButtonElement>('button[data-head]') ?? []),
  ];
  /** The one that has the focus, or is open. */
  const current = (): number => {
    const focused = heads().findIndex((head) => head.closest('li')?.contains(document.activeElement) === true);
    return focused >= 0 ? focused : items.findIndex(({ id }) => id === open);
  };
  const move = (step: number): void => heads()[Math.max(0, Math.min(items.length - 1, current() + step))]?.focus();
  const withCurrent = (deed: (item: InboxItem) => void) => (): void => {
    const item = items[current()];
    if (item && isKeeper) deed(item);
  };
  const canSilence = (item: InboxItem): boolean => isKeeper && silenceOf(item) !== undefined;
  useActions({
    next: () => move(1),
    previous: () => move(-1),
    acknowledge: withCurrent(({ id, state }) => state === 'open' && acknowledge.mutate(id)),
    silence: withCurrent((item) => canSilence(item) && setSilenced(item)),
  });

  const toggle = ({ id, read: wasRead }: InboxItem): void => {
    if (!wasRead) read.mutate([id]);
    setOpen(open === id ? undefined : id);
  };
  const matchers = silenced && silenceOf(silenced);
  return (
    <>
      {problem && (
        <p className={styles['fault']} role="alert">
          <SafeText limit={400}>{problem.message}</SafeText>
        </p>
      )}
      <ul ref={list} className={styles['alerts']} aria-label={t('alerts.section.inbox')}>
        {items.map((item) => (
          <InboxMessage
            key={item.id}
            item={item}
            isOpen={open === item.id}
            isKeeper={isKeeper}
            me={session.data?.user.name}
            onToggle={() => toggle(item)}
            onAcknowledge={() => acknowledge.mutate(item.id)}
            onAssign={(assignee) => assign.mutate({ id: item.id, assignee })}
            onSilence={canSilence(item) ? () => setSilenced(item) : undefined}
          />
        ))}
      </ul>
      {matchers && <SilenceForm matchers={matchers} onClose={() => setSilenced(undefined)} />}
    </>
  );
}
