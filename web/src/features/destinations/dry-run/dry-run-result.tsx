import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { DryRun } from '../../../api/destinations.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { memberLabel } from '../../../components/typed-form/member-label.ts';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { keptText } from '../../../lib/i18n/wordings/kept-text.ts';
import { useWordings } from '../../../lib/i18n/wordings/use-wordings.ts';
import styles from '../destinations.module.css';
import { eventOf } from '../events-of.ts';

/** The events that were looked at, and each call as it would be made. */
export function DryRunResult({ run: { events, calls, withheld } }: { readonly run: DryRun }) {
  const { t } = useTranslation();
  const wordings = useWordings(events.some(({ setAside }) => setAside !== null));
  return (
    <>
      <ul className={styles['events']}>
        {events.map(({ cluster, auditID, receivedAt, redacted, setAside }, index) => (
          // eslint-disable-next-line react/no-array-index-key -- two may be alike
          <li key={index}>
            <TimeText time={receivedAt} />
            <SafeText limit={80}>{cluster}</SafeText>
            <Link {...eventOf(auditID, receivedAt)} className={styles['number']}>
              <SafeText limit={64}>{auditID}</SafeText>
            </Link>
            {redacted && <span className={styles['mark']}>{t('destinations.dryRun.redacted')}</span>}
            {setAside !== null && (
              <span className={styles['mark']}>
                <SafeText limit={300}>
                  {t('destinations.dryRun.setAside', { reason: keptText(setAside, wordings) })}
                </SafeText>
              </span>
            )}
          </li>
        ))}
      </ul>
      {withheld.length > 0 && (
        <p className={styles['line']}>
          {t('destinations.dryRun.withheld', { names: withheld.map((name) => memberLabel(t, name)).join(', ') })}
        </p>
      )}
      {calls.map((call, index) => (
        // eslint-disable-next-line react/no-array-index-key -- two may be alike
        <Call key={index} call={call} number={index + 1} />
      ))}
    </>
  );
}

interface CallProps {
  readonly call: DryRun['calls'][number];
  readonly number: number;
}

function Call({ call, number }: CallProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { method, url, headers, compression, bytes, body, cut } = call;
  const title = method === null ? t('destinations.dryRun.call', { number }) : `${method} ${url ?? ''}`;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const what = t('destinations.dryRun.what', { events: formats.count(call.events), bytes: formats.bytes(bytes) });
  return (
    <article className={styles['call']}>
      <div className={styles['bar']}>
        <h3>
          <SafeText limit={400}>{title}</SafeText>
        </h3>
        <div className={styles['last']}>
          <CopyButton text={body} label={t('common.copy')} />
        </div>
      </div>
      <p className={styles['line']}>
        {what}
        {compression !== null && ` · ${t('destinations.dryRun.compressed', { kind: compression })}`}
      </p>
      {lines.length > 0 && (
        <pre tabIndex={0} aria-label={`${t('destinations.dryRun.headers')} ${number}`}>
          <Lines text={lines.join('\n')} />
        </pre>
      )}
      <pre tabIndex={0} aria-label={`${t('destinations.dryRun.body')} ${number}`}>
        <Lines text={body} />
      </pre>
      {cut && <p className={styles['line']}>{t('destinations.dryRun.cut')}</p>}
    </article>
  );
}

const shownLines = 200;
const shownCharacters = 20_000;

/** Text of several lines, as far as it is worth looking at; all of it can be copied. */
function Lines({ text }: { readonly text: string }) {
  const lines = text.trimEnd().split('\n');
  return lines.slice(0, shownLines).map((line, index) => (
    // eslint-disable-next-line react/no-array-index-key -- lines stay where they are
    <Fragment key={index}>
      <SafeText limit={shownCharacters}>{line}</SafeText>
      {'\n'}
    </Fragment>
  ));
}
