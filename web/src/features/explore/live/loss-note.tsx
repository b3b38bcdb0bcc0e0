import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { clock } from '../../../lib/time-format.ts';
import { absolute } from '../../../lib/time-range.ts';
import exploreStyles from '../explore.module.css';
import type { Explore } from '../use-explore.ts';
import styles from './live.module.css';
import type { Loss } from './loss.ts';

/** Clocks differ, and events are on their way for some seconds: so much more is shown on both sides. */
const marginMillis = 30_000;

interface LossNoteProps {
  readonly loss: Loss;
  readonly explore: Explore;
}

/** Says that events are missing, and leads to the list that has all of them. */
export function LossNote({ loss: { kind, from, to }, explore }: LossNoteProps) {
  const { t } = useTranslation();
  const times = { from: clock(from, explore.zone), to: clock(to, explore.zone) };
  const range = absolute({ from: from - marginMillis, to: to + marginMillis });
  return (
    <span className={styles['loss']} role="alert">
      <IconAlertTriangle size={14} aria-hidden />
      {t(kind === 'skipped' ? 'live.lossSkipped' : 'live.lossDisconnected', times)}
      <button
        type="button"
        className={exploreStyles['linkButton']}
        onClick={() => explore.change({ view: undefined, event: undefined, ...range })}
      >
        {t('live.lossShow')}
      </button>
    </span>
  );
}
