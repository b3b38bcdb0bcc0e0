import { useTranslation } from 'react-i18next';
import { TextWithElements } from '../text-with-elements.tsx';
import { SafeText } from '../safe-text.tsx';
import styles from './deed.module.css';
import type { DeedFacts } from './facts.ts';

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

/**
 * What was done, to what: "ran `cat /etc/shadow` in pods/web-7f9c", "deleted namespaces/prod"; of what was refused or
 * failed, "tried to delete namespaces/prod".
 */
export function Deed({ facts }: { readonly facts: DeedFacts }) {
  const { t } = useTranslation();
  const isDone = facts.outcome === 'ok' || facts.outcome === 'none';
  const kind = kindOf(facts);
  const known = verbs.find((verb) => verb === facts.verb);
  const verb = known ? (
    t(isDone ? `verb.${known}` : `infinitive.${known}`)
  ) : (
    <SafeText limit={40}>{facts.verb}</SafeText>
  );
  // Senders' text goes in as elements only: it is never parsed as part of a message.
  return (
    <TextWithElements
      t={t}
      i18nKey={isDone ? `deed.${kind}` : `deed.tried.${kind}`}
      components={{
        verb: <span className={styles['verb']}>{verb}</span>,
        what: <ObjectText facts={facts} />,
        command: (
          <code className={styles['command']} title={t('event.derivedFrom', { field: 'requestURI' })}>
            <SafeText limit={200}>{facts.command}</SafeText>
          </code>
        ),
        path: (
          <code className={styles['path']}>
            <SafeText limit={200}>{facts.uri}</SafeText>
          </code>
        ),
      }}
    />
  );
}

/** Which sentence tells the deed: a command, a call of a path, or a verb and its object. */
function kindOf(facts: DeedFacts): 'ran' | 'attached' | 'requested' | 'did' {
  if (facts.command !== '') return facts.subresource === 'attach' ? 'attached' : 'ran';
  return facts.resource === '' ? 'requested' : 'did';
}

/** The object: resource, name, subresource. */
function ObjectText({ facts }: { readonly facts: DeedFacts }) {
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
