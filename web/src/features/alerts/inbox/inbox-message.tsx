import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InboxItem } from '../../../api/inbox.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import styles from '../alerts.module.css';
import { Severity } from '../severity.tsx';
import { InboxDetails } from './inbox-details.tsx';
import own from './inbox.module.css';

interface InboxMessageProps {
  readonly item: InboxItem;
  readonly isOpen: boolean;
  readonly isKeeper: boolean;
  /** Who is signed in. */
  readonly me: string | undefined;
  readonly onToggle: () => void;
  readonly onAcknowledge: () => void;
  readonly onAssign: (assignee: string | null) => void;
  /** Left out where it is about no alert. */
  readonly onSilence: (() => void) | undefined;
}

/** A message on a line; open, all that it says and what was done about it. */
export function InboxMessage(props: InboxMessageProps) {
  const { item, isOpen, isKeeper, me, onToggle, onAcknowledge, onAssign, onSilence } = props;
  const { t } = useTranslation();
  return (
    <li className={styles['alert']} data-read={item.read || undefined}>
      <Severity severity={item.severity} />
      <div>
        <button type="button" data-head="" className={own['head']} aria-expanded={isOpen} onClick={onToggle}>
          {!item.read && <span className={own['dot']} title={t('alerts.inbox.unread')} />}
          <SafeText limit={400}>{item.title}</SafeText>
        </button>
        <p className={styles['facts']}>
          <span>{t(`alerts.inbox.state.${item.state}`)}</span>
          {item.clusters.length > 0 && <SafeText limit={120}>{item.clusters.join(', ')}</SafeText>}
          {item.assignee !== null && (
            <SafeText limit={120}>{t('alerts.inbox.assignedTo', { name: item.assignee })}</SafeText>
          )}
          {item.comments > 0 && <span>{t('alerts.inbox.comments', { count: item.comments })}</span>}
        </p>
      </div>
      <div className={styles['side']}>
        <TimeText time={item.at} withAge />
        {isKeeper && (
          <div className={styles['actions']}>
            {item.state === 'open' && (
              <Button variant="subtle" size="compact-xs" onClick={onAcknowledge}>
                {t('alerts.inbox.acknowledge')}
              </Button>
            )}
            {me !== undefined && item.assignee !== me && (
              <Button variant="subtle" size="compact-xs" onClick={() => onAssign(me)}>
                {t('alerts.inbox.take')}
              </Button>
            )}
            {item.assignee !== null && item.assignee === me && (
              <Button variant="subtle" size="compact-xs" onClick={() => onAssign(null)}>
                {t('alerts.inbox.giveBack')}
              </Button>
            )}
            {isOpen && onSilence && (
              <Button variant="subtle" size="compact-xs" onClick={onSilence}>
                {t('alerts.silence.action')}
              </Button>
            )}
          </div>
        )}
      </div>
      {isOpen && (
        <div className={styles['below']}>
          <InboxDetails item={item} />
        </div>
      )}
    </li>
  );
}
