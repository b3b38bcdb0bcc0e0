import { useTranslation } from 'react-i18next';
import type { HistoryLane, HistoryMark } from '../../../api/history.ts';
import { ChangesText } from '../../../components/changes/changes-text.tsx';
import { ActorText } from '../../../components/deed/actor-text.tsx';
import { Deed } from '../../../components/deed/deed.tsx';
import { OutcomeMark } from '../../../components/deed/outcome-mark.tsx';
import { dateTime } from '../../../lib/time-format.ts';
import { outcomeOfMark } from './lane.ts';
import styles from './timeline.module.css';

interface MarkTextProps {
  readonly lane: HistoryLane;
  readonly mark: HistoryMark;
}

/** Who it was. */
export function MarkActor({ mark: { user, actedAs = '' } }: Pick<MarkTextProps, 'mark'>) {
  return <ActorText facts={{ username: user, impersonated: actedAs }} />;
}

/** What was done to what, and what it changed. */
export function MarkDeed({ lane, mark }: MarkTextProps) {
  const { t } = useTranslation();
  const object = mark.object ?? lane.object;
  const { verb, subresource, changes, changeCount, dryRun } = mark;
  const deed = { verb, subresource, resource: object?.resource ?? '', name: object?.name ?? '', command: '', uri: '' };
  return (
    <>
      <Deed facts={{ ...deed, outcome: outcomeOfMark(mark) }} />
      {dryRun && ` (${t('timeline.dryRun')})`}
      {changes.length > 0 && (
        <>
          {' · '}
          <ChangesText changes={changes} count={changeCount} />
        </>
      )}
    </>
  );
}

export function MarkOutcome({ mark }: Pick<MarkTextProps, 'mark'>) {
  return <OutcomeMark facts={{ outcome: outcomeOfMark(mark), code: mark.code ?? undefined, reason: '' }} />;
}

/** One line that tells a mark. */
export function MarkText({ lane, mark, zone }: MarkTextProps & { readonly zone: string }) {
  return (
    <>
      <time dateTime={mark.at} className={styles['lineTime']}>
        {dateTime(Date.parse(mark.at), zone)}
      </time>{' '}
      <strong>
        <MarkActor mark={mark} />
      </strong>{' '}
      <MarkDeed lane={lane} mark={mark} /> <MarkOutcome mark={mark} />
    </>
  );
}
