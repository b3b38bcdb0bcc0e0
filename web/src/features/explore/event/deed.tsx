import { Trans, useTranslation } from 'react-i18next';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from './event.module.css';
import type { EventFacts } from './facts.ts';

/** The verbs of Kubernetes that have a word of their own in each language. */
const verbs = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'proxy',
  'bind',
  'escalate',
  'impersonate',
  'approve',
  'head',
  'post',
  'put',
  'options',
] as const;

/** What was done, to what: "ran `cat /etc/shadow` in pods/web-7f9c", "deleted namespaces/prod". */
export function Deed({ facts }: { readonly facts: EventFacts }) {
  const { t } = useTranslation();
  const known = verbs.find((verb) => verb === facts.verb);
  const verb = (
    <span className={styles['verb']}>{known ? t(`verb.${known}`) : <SafeText limit={40}>{facts.verb}</SafeText>}</span>
  );
  // Senders' text goes in as elements only: it is never parsed as part of a message.
  if (facts.command !== '')
    return (
      <Trans
        t={t}
        i18nKey={facts.subresource === 'attach' ? 'deed.attached' : 'deed.ran'}
        components={{
          command: (
            <code className={styles['command']} title={t('event.derivedFrom', { field: 'requestURI' })}>
              <SafeText limit={200}>{facts.command}</SafeText>
            </code>
          ),
          what: <ObjectText facts={facts} />,
        }}
      />
    );
  if (facts.resource === '')
    return (
      <Trans
        t={t}
        i18nKey="deed.requested"
        components={{
          verb,
          path: (
            <code className={styles['path']}>
              <SafeText limit={200}>{facts.uri}</SafeText>
            </code>
          ),
        }}
      />
    );
  return <Trans t={t} i18nKey="deed.did" components={{ verb, what: <ObjectText facts={facts} /> }} />;
}

/** The object: resource, name, subresource. */
function ObjectText({ facts }: { readonly facts: EventFacts }) {
  return (
    <span className={styles['object']}>
      <SafeText limit={80}>{facts.resource}</SafeText>
      {facts.name !== '' && (
        <>
          /
          <strong>
            <SafeText limit={120}>{facts.name}</SafeText>
          </strong>
        </>
      )}
      {facts.subresource !== '' && (
        <>
          /<SafeText limit={60}>{facts.subresource}</SafeText>
        </>
      )}
    </span>
  );
}
