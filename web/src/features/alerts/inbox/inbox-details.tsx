import { Skeleton } from '@mantine/core';
import { useAlertCause } from '../../../api/alerts.ts';
import type { InboxItem } from '../../../api/inbox.ts';
import { ErrorPanel } from '../../../components/error-panel.tsx';
import { KeptText } from '../../../components/kept-text.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from '../alerts.module.css';
import { CauseDetails } from '../cause-details.tsx';
import { EventsLink } from '../events-link.tsx';
import { Told } from '../kept-back.tsx';
import { RuleLink } from '../rule-link.tsx';
import { InboxThread } from './inbox-thread.tsx';
import own from './inbox.module.css';

/** All that a message says, why it was sent, and what people said of it. */
export function InboxDetails({ item }: { readonly item: InboxItem }) {
  const [cause] = item.about;
  return (
    <>
      {item.text !== '' && (
        <p className={styles['detail']}>
          <SafeText limit={4000}>{item.text}</SafeText>
        </p>
      )}
      {cause === undefined ? <Facts item={item} /> : <Cause item={item} cause={cause} />}
      <InboxThread id={item.id} />
    </>
  );
}

/** The alert that it tells, as long as the history has it. */
function Cause({ item, cause }: { readonly item: InboxItem; readonly cause: string }) {
  const found = useAlertCause(cause);
  if (found.isError) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Skeleton height={120} aria-busy="true" />;
  if (!found.data) return <Facts item={item} />;
  const { rule, displayName, evidence, faults } = found.data;
  return (
    <>
      {faults.map((fault) => (
        <p key={fault} className={styles['fault']}>
          <KeptText limit={400}>{fault}</KeptText>
        </p>
      ))}
      <p className={styles['facts']}>
        <RuleLink rule={rule} displayName={displayName} />
        <span>
          <Told fate={found.data} />
        </span>
        {evidence && <EventsLink evidence={evidence} />}
      </p>
      <CauseDetails cause={found.data} />
    </>
  );
}

function Facts({ item: { facts, links } }: { readonly item: InboxItem }) {
  return (
    <>
      <dl className={styles['row']}>
        {facts.map(({ name, value }, index) => (
          // eslint-disable-next-line react/no-array-index-key -- two may have one name
          <div key={index}>
            <dt>
              <SafeText limit={120}>{name}</SafeText>
            </dt>
            <dd>
              <SafeText limit={1000}>{value}</SafeText>
            </dd>
          </div>
        ))}
      </dl>
      <p className={own['links']}>
        {links.map(({ title, url }) => (
          <a key={url} href={url}>
            <SafeText limit={200}>{title}</SafeText>
          </a>
        ))}
      </p>
    </>
  );
}
