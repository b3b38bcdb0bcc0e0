import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ActorText } from '../../../components/deed/actor-text.tsx';
import { TextDiff } from '../../../components/text-diff.tsx';
import { type Json, member } from '../../../api/json.ts';
import { dateTime } from '../../../lib/time-format.ts';
import { visibleText } from '../../../../../src/base/index.ts';
import type { EventItem } from '../use-log.ts';
import styles from './event.module.css';
import { diffLines, yamlOf } from './object-yaml.ts';
import { useBefore } from './use-event.ts';
import { keptOf, nameOf, wholeObject } from './whole-object.ts';

interface ChangeProps {
  readonly item: EventItem;
  readonly zone: string;
  readonly onOpen: (item: EventItem) => void;
}

/** The object before and after a change, as a diff, as far as the policy kept bodies; where it kept none, that is said. */
export function Change({ item, zone, onOpen }: ChangeProps) {
  const { t } = useTranslation();
  const kept = keptOf(item);
  const { json } = item.event;
  if (kept === 'request')
    return (
      <>
        <p className={styles['note']}>{t('change.request', { level: item.facts.level })}</p>
        <Yaml object={member(json, 'requestObject') ?? null} withStatus />
      </>
    );
  if (kept !== 'whole') return <p className={styles['note']}>{t(`change.${kept}`, { level: item.facts.level })}</p>;
  const after = wholeObject(json);
  return after === undefined ? null : <Difference item={item} after={after} zone={zone} onOpen={onOpen} />;
}

function Difference({ item, after, zone, onOpen }: ChangeProps & { readonly after: Json }) {
  const { t } = useTranslation();
  const found = useBefore(item, nameOf(item));
  const withStatus = item.facts.subresource === 'status';
  if (found.isPending) return <Skeleton height={160} />;
  const before = found.data && wholeObject(found.data.event.json);
  if (item.facts.verb === 'create' || !found.data || before === undefined)
    return (
      <>
        <p className={styles['note']}>{t(item.facts.verb === 'create' ? 'change.created' : 'change.noBefore')}</p>
        <Yaml object={after} withStatus={withStatus} />
      </>
    );
  const lines = diffLines(nameOf(item), yamlOf(before, withStatus), yamlOf(after, withStatus));
  return (
    <>
      <p className={styles['note']}>
        {t('change.against')}{' '}
        <button type="button" className={styles['inlineButton']} onClick={() => found.data && onOpen(found.data)}>
          {dateTime(found.data.facts.at, zone)}
        </button>{' '}
        <ActorText facts={found.data.facts} />
      </p>
      {lines.length > 0 ? <TextDiff lines={lines} /> : <p className={styles['note']}>{t('change.same')}</p>}
    </>
  );
}

function Yaml({ object, withStatus }: { readonly object: Json; readonly withStatus: boolean }) {
  return (
    <TextDiff
      lines={yamlOf(object, withStatus)
        .trimEnd()
        .split('\n')
        .map((line) => ` ${visibleText(line)}`)}
    />
  );
}
