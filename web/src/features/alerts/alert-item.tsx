import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertCause } from '../../api/alerts.ts';
import { KeptText } from '../../components/kept-text.tsx';
import { SafeText } from '../../components/safe-text.tsx';
import { TimeText } from '../../components/time-text.tsx';
import styles from './alerts.module.css';
import { EventsLink } from './events-link.tsx';
import { RuleLink } from './rule-link.tsx';
import { Severity } from './severity.tsx';
import { alertTexts } from './texts.ts';

interface Alert extends Pick<AlertCause, 'displayName' | 'severity' | 'labels' | 'annotations'> {
  /** Left out where the rule is not kept. */
  readonly rule?: string;
  readonly evidence?: AlertCause['evidence'];
}

interface AlertItemProps {
  readonly alert: Alert;
  readonly time: string;
  /** Beside the rule: whether it is over, how often it was told. */
  readonly facts?: readonly ReactNode[];
  readonly faults?: readonly string[];
  readonly onSilence?: (() => void) | undefined;
  /** What is shown of it when it is opened. */
  readonly details?: () => ReactNode;
  /** Whether somebody came for it: it is open then. */
  readonly isMarked?: boolean;
}

/** One alert: what happened as its rule says it, when, and the way to its events. */
export function AlertItem(props: AlertItemProps) {
  const { alert, time, facts = [], faults = [], onSilence, details, isMarked = false } = props;
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(isMarked);
  const { title, detail } = alertTexts(alert, i18n.language);
  return (
    <li className={styles['alert']} aria-current={isMarked || undefined}>
      <Severity severity={alert.severity} />
      <div>
        <p className={styles['title']}>
          <SafeText limit={400}>{title}</SafeText>
        </p>
        {detail !== '' && (
          <p className={styles['detail']}>
            <SafeText limit={2000}>{detail}</SafeText>
          </p>
        )}
        <div className={styles['labels']}>
          {Object.entries(alert.labels).map(([name, value]) => (
            <span key={name} className={styles['label']}>
              <SafeText limit={200}>{`${name}=${value}`}</SafeText>
            </span>
          ))}
        </div>
        {faults.map((fault) => (
          <p key={fault} className={styles['fault']}>
            <KeptText limit={400}>{fault}</KeptText>
          </p>
        ))}
        <div className={styles['facts']}>
          {alert.rule !== undefined && <RuleLink rule={alert.rule} displayName={alert.displayName} />}
          {facts.map((fact, index) => (
            // eslint-disable-next-line react/no-array-index-key -- they have no other name
            <span key={index}>{fact}</span>
          ))}
        </div>
      </div>
      <div className={styles['side']}>
        <TimeText time={time} withAge />
        <div className={styles['actions']}>
          {details && (
            <Button variant="subtle" size="compact-xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {t('alerts.details')}
            </Button>
          )}
          {alert.evidence && <EventsLink evidence={alert.evidence} />}
          {onSilence && (
            <Button variant="subtle" size="compact-xs" onClick={onSilence}>
              {t('alerts.silence.action')}
            </Button>
          )}
        </div>
      </div>
      {isOpen && details && <div className={styles['below']}>{details()}</div>}
    </li>
  );
}
