import { IconBox, IconFolder, IconUser, IconWorldPin } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventFacts } from '../../../components/deed/facts.ts';
import { EntityLink } from '../../../components/entity/entity-link.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import type { Entity } from '../../../lib/entity-page.ts';
import styles from './event.module.css';

const icons = {
  user: <IconUser size={13} stroke={1.6} aria-hidden />,
  object: <IconBox size={13} stroke={1.6} aria-hidden />,
  namespace: <IconFolder size={13} stroke={1.6} aria-hidden />,
  address: <IconWorldPin size={13} stroke={1.6} aria-hidden />,
} satisfies Record<Entity['kind'], ReactNode>;

/** The pages of whom and what an event names. */
export function EntityLinks({ facts }: { readonly facts: EventFacts }) {
  const { t } = useTranslation();
  const links = entitiesOf(facts);
  if (links.length === 0) return null;
  return (
    <nav className={styles['entities']} aria-label={t('event.pages')}>
      {links.map(({ entity, text }) => (
        <EntityLink key={`${entity.kind} ${text}`} entity={entity}>
          {icons[entity.kind]}
          <SafeText limit={60}>{text}</SafeText>
        </EntityLink>
      ))}
    </nav>
  );
}

function entitiesOf(facts: EventFacts): readonly { readonly entity: Entity; readonly text: string }[] {
  const { username, impersonated, resource, namespace, name } = facts;
  const [address = ''] = facts.ips;
  return [
    { entity: { kind: 'user', user: username }, text: username },
    { entity: { kind: 'user', user: impersonated }, text: impersonated },
    {
      entity: { kind: 'object', resource, namespace, name },
      text: resource !== '' && name !== '' ? `${resource}/${name}` : '',
    },
    { entity: { kind: 'namespace', namespace }, text: namespace },
    { entity: { kind: 'address', address }, text: address },
  ].filter(({ text }) => text !== '') as readonly { readonly entity: Entity; readonly text: string }[];
}
