import { IconChevronDown, IconChevronRight, IconCornerDownRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { HistoryLane } from '../../../api/history.ts';
import { ActorName } from '../../../components/deed/actor-text.tsx';
import { EntityLink } from '../../../components/entity/entity-link.tsx';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from './timeline.module.css';

interface LaneHeadProps {
  readonly lane: HistoryLane;
  /** Whether lanes are of several clusters. */
  readonly namesCluster: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** Whose lane it is, how it is owned, and the button that shows its conditions. */
export function LaneHead({ lane, namesCluster, isOpen, onToggle }: LaneHeadProps) {
  const { t } = useTranslation();
  const { object, user, owner, conditions, depth } = lane;
  return (
    <span className={styles['headIn']} style={{ paddingLeft: Math.min(depth, 5) * 14 }}>
      {conditions.length > 0 ? (
        <button
          type="button"
          className={styles['toggle']}
          aria-expanded={isOpen}
          aria-label={t('timeline.conditions', { count: conditions.length })}
          title={t('timeline.conditions', { count: conditions.length })}
          onClick={onToggle}
        >
          {isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        </button>
      ) : (
        <span className={styles['toggle']} aria-hidden>
          {depth > 0 && <IconCornerDownRight size={12} />}
        </span>
      )}
      {object ? (
        <ObjectName object={object} namesCluster={namesCluster} isFound={lane.found} isOwned={depth > 0} />
      ) : (
        <UserName user={user ?? ''} />
      )}
      {owner?.by === 'name' && (
        <span className={styles['guess']} title={t('timeline.ownedByName')}>
          ?<span className="visually-hidden">{t('timeline.ownedByName')}</span>
        </span>
      )}
    </span>
  );
}

type LaneObject = NonNullable<HistoryLane['object']>;

interface ObjectNameProps {
  readonly object: LaneObject;
  readonly namesCluster: boolean;
  readonly isFound: boolean;
  /** Its owner stands above it and says where it is. */
  readonly isOwned: boolean;
}

function ObjectName({ object, namesCluster, isFound, isOwned }: ObjectNameProps) {
  const { t } = useTranslation();
  const { cluster, resource, namespace, name } = object;
  // What tells pods apart is how their names end: where there is no room, the middle is left out.
  const cut = name.length > 12 && isOwned ? name.lastIndexOf('-') : -1;
  const [begin, end] = cut > 0 && name.length - cut < 16 ? [name.slice(0, cut), name.slice(cut)] : [name, ''];
  const parts = isOwned ? [] : [namespace, namesCluster ? cluster : ''];
  const place = parts.filter((part) => part !== '').join(' · ');
  return (
    <>
      <span className={styles['name']} data-beside={!isFound || undefined}>
        <span className={styles['begin']}>
          <SafeText limit={60}>{resource}</SafeText>/
          <strong>{name === '' ? <em>{t('timeline.all')}</em> : <SafeText limit={100}>{begin}</SafeText>}</strong>
        </span>
        <strong>
          <SafeText limit={20}>{end}</SafeText>
        </strong>
        {place !== '' && (
          <span className={styles['place']}>
            <SafeText limit={80}>{place}</SafeText>
          </span>
        )}
      </span>
      {name !== '' && <EntityLink entity={{ kind: 'object', resource, namespace, name }} />}
    </>
  );
}

function UserName({ user }: { readonly user: string }) {
  return (
    <>
      <span className={styles['name']}>
        <strong>{user === '' ? '–' : <ActorName username={user} />}</strong>
      </span>
      {user !== '' && <EntityLink entity={{ kind: 'user', user }} />}
    </>
  );
}
