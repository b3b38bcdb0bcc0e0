import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogQuery } from '../../api/search.ts';
import { SafeText } from '../../components/safe-text.tsx';
import { shortDateTime } from '../../lib/time-format.ts';
import styles from './explore.module.css';

/** What is known of a query's answer: rows of an earlier one stay in sight until those of the new one come. */
interface Answer {
  readonly isSuccess: boolean;
  readonly isPlaceholderData: boolean;
  readonly fetchStatus: 'fetching' | 'paused' | 'idle';
  readonly refetch: () => unknown;
}

interface ShownOfProps {
  readonly asked: LogQuery | undefined;
  readonly answer: Answer;
  readonly zone: string;
}

/** After a query was cancelled: which one the rows in sight are of. */
export function ShownOf({ asked, answer, zone }: ShownOfProps) {
  const { t } = useTranslation();
  const [answered, setAnswered] = useState<LogQuery>();
  const isAnswered = answer.isSuccess && !answer.isPlaceholderData;
  if (isAnswered && answered !== asked) setAnswered(asked);
  if (!answer.isPlaceholderData || answer.fetchStatus !== 'idle' || answered === undefined) return null;
  const [from, to] = [answered.from, answered.to].map((time) => shortDateTime(Date.parse(time), zone));
  return (
    <p className={styles['shownOf']} role="status">
      {t('explore.shownOf')}{' '}
      <code>
        <SafeText limit={200}>{answered.query || t('explore.everything')}</SafeText>
      </code>{' '}
      ({from} – {to}){' '}
      <button type="button" className={styles['linkButton']} onClick={() => void answer.refetch()}>
        {t('explore.again')}
      </button>
    </p>
  );
}
