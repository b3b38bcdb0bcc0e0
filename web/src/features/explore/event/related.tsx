import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { clock } from '../../../lib/time-format.ts';
import { OutcomeMark } from '../../../components/deed/outcome-mark.tsx';
import type { EventItem } from '../use-log.ts';
import { ActorText } from '../../../components/deed/actor-text.tsx';
import { Deed } from '../../../components/deed/deed.tsx';
import styles from './event.module.css';
import { type Around, useSameObject, useSameUser } from './use-event.ts';

interface RelatedProps {
  readonly item: EventItem;
  readonly zone: string;
  readonly onOpen: (item: EventItem) => void;
}

/** The same user's five minutes, and who else touched the object. */
export function Related({ item, zone, onOpen }: RelatedProps) {
  const { t } = useTranslation();
  const user = useSameUser(item);
  const object = useSameObject(item);
  const list = { item, zone, onOpen };
  return (
    <>
      <h3 className={styles['section']}>{t('event.sameUser')}</h3>
      <AroundList {...list} around={user.data} failed={user.isError} showsActor={false} />
      {item.facts.resource !== '' && (
        <>
          <h3 className={styles['section']}>{t('event.sameObject')}</h3>
          <AroundList {...list} around={object.data} failed={object.isError} showsActor />
        </>
      )}
    </>
  );
}

interface AroundListProps extends RelatedProps {
  readonly around: Around | undefined;
  readonly failed: boolean;
  readonly showsActor: boolean;
}

function AroundList({ item, zone, around, failed, showsActor, onOpen }: AroundListProps) {
  const { t } = useTranslation();
  if (failed) return <p className={styles['note']}>{t('event.aroundFailed')}</p>;
  if (!around) return <Skeleton height={120} />;
  const { before, after } = around;
  if (before.length + after.length === 0) return <p className={styles['note']}>{t('event.aroundNone')}</p>;
  return (
    <ol className={styles['related']}>
      {[...before, item, ...after].map((other) => (
        <li key={other.facts.key}>
          <button
            type="button"
            className={styles['relatedRow']}
            aria-current={other === item || undefined}
            onClick={() => onOpen(other)}
          >
            <span className={styles['relatedTime']}>
              {Number.isNaN(other.facts.at) ? '' : clock(other.facts.at, zone)}
            </span>
            <span className={styles['relatedText']}>
              {showsActor && (
                <>
                  <ActorText facts={other.facts} />{' '}
                </>
              )}
              <Deed facts={other.facts} />
            </span>
            <OutcomeMark facts={other.facts} />
          </button>
        </li>
      ))}
    </ol>
  );
}
