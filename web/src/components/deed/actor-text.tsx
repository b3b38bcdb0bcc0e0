import { useTranslation } from 'react-i18next';
import { SafeText } from '../safe-text.tsx';
import { cutText, visibleText } from '../../../../src/base/index.ts';
import styles from './deed.module.css';
import { actorOf } from './actor.ts';
import type { EventFacts } from './facts.ts';

/** Who acted: the short name, and what kind of account it is where that is no person's. */
export function ActorText({ facts }: { readonly facts: Pick<EventFacts, 'username' | 'impersonated'> }) {
  const { t } = useTranslation();
  const full = visibleText(cutText(facts.username, 300).text);
  return (
    <span title={full} className={styles['actor']}>
      {facts.username === '' ? '–' : <ActorName username={facts.username} />}
      {facts.impersonated !== '' && (
        <span className={styles['kind']}>
          {t('event.as')} <SafeText limit={60}>{facts.impersonated}</SafeText>
        </span>
      )}
    </span>
  );
}

/** A username without what all of its kind begin with; the kind behind it. */
export function ActorName({ username }: { readonly username: string }) {
  const { t } = useTranslation();
  const actor = actorOf(username);
  return (
    <>
      <SafeText limit={80}>{actor.name}</SafeText>
      {actor.kind === 'service-account' && (
        <span className={styles['kind']}>
          {t('event.serviceAccountShort')} <SafeText limit={40}>{actor.namespace}</SafeText>
        </span>
      )}
      {actor.kind === 'node' && <span className={styles['kind']}>{t('event.node')}</span>}
    </>
  );
}
