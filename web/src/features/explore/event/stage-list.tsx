import { clock } from '../../../lib/time-format.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { OutcomeMark } from '../../../components/deed/outcome-mark.tsx';
import type { EventItem } from '../use-log.ts';
import styles from './event.module.css';

interface StageListProps {
  readonly current: EventItem;
  readonly stages: readonly EventItem[];
  readonly zone: string;
  readonly onOpen: (item: EventItem) => void;
}

/** All stages that were logged of one request, in order. */
export function StageList({ current, stages, zone, onOpen }: StageListProps) {
  return (
    <ol className={styles['related']}>
      {stages.map((stage) => (
        <li key={stage.facts.key}>
          <button
            type="button"
            className={styles['relatedRow']}
            aria-current={stage.facts.key === current.facts.key || undefined}
            onClick={() => onOpen(stage)}
          >
            <span className={styles['relatedTime']}>
              {Number.isNaN(stage.facts.at) ? '' : clock(stage.facts.at, zone)}
            </span>
            <span className={styles['relatedText']}>
              <SafeText limit={60}>{stage.facts.stage}</SafeText>
            </span>
            <OutcomeMark facts={stage.facts} />
          </button>
        </li>
      ))}
    </ol>
  );
}
