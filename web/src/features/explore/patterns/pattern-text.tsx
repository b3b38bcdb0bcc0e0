import { useTranslation } from 'react-i18next';
import type { Pattern } from '../../../api/patterns.ts';
import { ActorName } from '../../../components/deed/actor-text.tsx';
import { Deed } from '../../../components/deed/deed.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import { useFormats } from '../../../lib/i18n/formats.ts';
import { dateTime } from '../../../lib/time-format.ts';
import styles from './patterns.module.css';

/** What the events of a pattern have in common, as a sentence: who did what, where, and how it ended. */
export function PatternText({ pattern }: { readonly pattern: Pattern }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { outcome, verb, subresource, resource, name, sample } = pattern;
  const uri = sample.uri.split('?', 1)[0] ?? '';
  const several = (of: 'inNamespaces' | 'ofNames', count: number): string =>
    t(`events.${of}`, { count, text: formats.count(count) });
  return (
    <>
      <strong>
        <Who pattern={pattern} />
      </strong>{' '}
      <Deed facts={{ outcome, verb, command: '', subresource, resource, name: name ?? '', uri }} />
      {pattern.pathKind !== '' && <span className={styles['mute']}> ({pattern.pathKind})</span>}
      {pattern.namespace !== null && pattern.namespace !== '' && (
        <span className={styles['mute']}>
          {' · '}
          <SafeText limit={80}>{pattern.namespace}</SafeText>
        </span>
      )}
      <span className={styles['mute']}>
        {pattern.namespace === null && several('inNamespaces', pattern.namespaces)}
        {name === null && several('ofNames', pattern.names)}
      </span>
    </>
  );
}

/** The latest event of a pattern. */
export function SampleText({ pattern, zone }: { readonly pattern: Pattern; readonly zone: string }) {
  const { outcome, verb, subresource, resource, sample, last } = pattern;
  const { t } = useTranslation();
  const { user, namespace, name, uri, cluster } = sample;
  return (
    <>
      {t('patterns.latest')} {dateTime(Date.parse(last), zone)}
      {' · '}
      {user !== '' && <ActorName username={user} />}{' '}
      <Deed facts={{ outcome, verb, command: '', subresource, resource, name, uri }} />
      {' · '}
      <SafeText limit={120}>{[namespace, cluster].filter(Boolean).join(' · ')}</SafeText>
    </>
  );
}

const kinds = ['person', 'service-account', 'node', 'system', 'anonymous'] as const;

function Who({ pattern: { users, userKind, sample } }: { readonly pattern: Pattern }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (users === 1 && sample.user !== '') return <ActorName username={sample.user} />;
  const kind = kinds.find((known) => known === userKind) ?? 'unknown';
  return t(`patterns.users.${kind}`, { count: users, text: formats.count(users) });
}
