import { useTranslation } from 'react-i18next';
import type { FixedRange, TimeRange } from '../../lib/time-range.ts';
import { AbsoluteRange } from './absolute-range.tsx';
import { JumpToMoment } from './jump-to-moment.tsx';
import { findPreset, presets } from './presets.ts';
import styles from './time-panel.module.css';

interface TimePanelProps {
  readonly range: TimeRange;
  readonly fixed: FixedRange | undefined;
  readonly zone: string;
  readonly onRange: (range: TimeRange) => void;
  readonly onMoment: ((moment: number) => void) | undefined;
}

/** The ranges that one can choose or write, and the way to a moment. */
export function TimePanel({ range, fixed, zone, onRange, onMoment }: TimePanelProps) {
  const { t } = useTranslation();
  const preset = findPreset(range);
  return (
    <div className={styles['panel']}>
      {(['relative', 'whole'] as const).map((kind) => (
        <div key={kind} className={styles['column']}>
          <h2 className={styles['heading']}>{t(`time.${kind}`)}</h2>
          {presets
            .filter((candidate) => candidate.kind === kind)
            .map((candidate) => (
              <button
                key={candidate.label}
                type="button"
                className={styles['preset']}
                aria-pressed={candidate === preset}
                onClick={() => onRange(candidate.range)}
              >
                {t(candidate.label)}
              </button>
            ))}
        </div>
      ))}
      <div className={styles['column']}>
        <AbsoluteRange fixed={fixed} zone={zone} onRange={onRange} />
        {onMoment && <JumpToMoment zone={zone} onMoment={onMoment} />}
      </div>
    </div>
  );
}
