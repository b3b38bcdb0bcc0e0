import { useTranslation } from 'react-i18next';
import { TextWithElements } from '../../../components/text-with-elements.tsx';
import { dateTime } from '../../../lib/time-format.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { ValueButton } from '../../../components/value-menu/value-button.tsx';
import { ActorText } from '../../../components/deed/actor-text.tsx';
import { Deed } from '../../../components/deed/deed.tsx';
import styles from './event.module.css';
import type { EventFacts } from '../../../components/deed/facts.ts';
import { readBinding } from './rbac-reason.ts';

interface SentenceProps {
  readonly facts: EventFacts;
  readonly zone: string;
}

/** The event as a person would say it; the order of the parts is the language's. */
export function Sentence({ facts, zone }: SentenceProps) {
  const { t } = useTranslation();
  const [ip = ''] = facts.ips;
  return (
    <>
      <p className={styles['sentence']}>
        <TextWithElements
          t={t}
          i18nKey="sentence.whole"
          components={{
            who: (
              <strong>
                <ValueButton value={{ field: 'user.username', value: facts.username }}>
                  <ActorText facts={facts} />
                </ValueButton>
              </strong>
            ),
            did: <Deed facts={facts} />,
            where: facts.namespace === '' ? <span /> : <Where facts={facts} />,
            from: ip === '' ? <span /> : <From ip={ip} />,
            outcome: <Answer facts={facts} />,
          }}
        />
      </p>
      <p className={styles['meta']}>
        {Number.isNaN(facts.at) ? (
          <SafeText limit={60}>{facts.timeText}</SafeText>
        ) : (
          <time dateTime={facts.timeText} title={facts.timeText}>
            {dateTime(facts.at, zone)}
          </time>
        )}
        {facts.client !== '' && (
          <>
            {' · '}
            <SafeText limit={60}>{`${facts.client} ${facts.clientVersion}`.trim()}</SafeText>
          </>
        )}
        {facts.cluster !== '' && (
          <>
            {' · '}
            <SafeText limit={60}>{facts.cluster}</SafeText>
          </>
        )}
      </p>
    </>
  );
}

function Where({ facts }: { readonly facts: EventFacts }) {
  const { t } = useTranslation();
  const name = (
    <strong>
      <ValueButton value={{ field: 'objectRef.namespace', value: facts.namespace }} limit={80} />
    </strong>
  );
  return <TextWithElements t={t} i18nKey="sentence.where" components={{ namespace: name }} />;
}

function From({ ip }: { readonly ip: string }) {
  const { t } = useTranslation();
  return (
    <TextWithElements
      t={t}
      i18nKey="sentence.from"
      components={{ ip: <ValueButton value={{ field: 'sourceIPs', value: ip }} limit={60} /> }}
    />
  );
}

/** How it ended: allowed by which binding, refused, failed, or not answered yet. */
function Answer({ facts }: { readonly facts: EventFacts }) {
  const { t } = useTranslation();
  const binding = readBinding(facts.decisionReason);
  const code = facts.code === undefined ? '' : String(facts.code);
  const reason = <SafeText limit={80}>{facts.reason ? `${code} ${facts.reason}` : code}</SafeText>;
  const components = {
    reason,
    binding: <SafeText limit={120}>{binding ? `${binding.kind} ${binding.name}` : ''}</SafeText>,
  };
  return (
    <span className={styles['outcome']} data-outcome={facts.outcome}>
      {facts.outcome === 'none' ? (
        t(facts.stage === 'RequestReceived' ? 'sentence.received' : 'sentence.noCode')
      ) : facts.outcome === 'ok' ? (
        <TextWithElements
          t={t}
          i18nKey={binding ? 'sentence.allowedBy' : 'sentence.answered'}
          components={components}
        />
      ) : facts.stage === 'Panic' ? (
        t('sentence.panic')
      ) : (
        <TextWithElements
          t={t}
          i18nKey={facts.outcome === 'refused' ? 'sentence.refused' : 'sentence.failed'}
          components={components}
        />
      )}
    </span>
  );
}
