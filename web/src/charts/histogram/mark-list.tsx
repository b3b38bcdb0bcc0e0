import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './histogram.module.css';
import { type HistogramMark, markText } from './marks.tsx';

interface MarkListProps {
  readonly marks: readonly HistogramMark[];
  readonly zone: string;
}

/** More than that have no room in a legend; the pointer tells the others. */
const shown = 6;

/** What is marked, in words; what may be taken away has a button for it. */
export function MarkList({ marks, zone }: MarkListProps) {
  const { t } = useTranslation();
  return (
    <>
      {marks.slice(0, shown).map((mark) => (
        <span key={`${mark.kind} ${mark.at} ${mark.label}`} className={styles['entry']}>
          <svg width="10" height="8" aria-hidden className={styles['mark']} data-kind={mark.kind}>
            <path d="M0 0h10l-5 7z" />
          </svg>
          {markText(mark, zone)}
          {mark.onRemove && (
            <button
              type="button"
              className={styles['remove']}
              aria-label={t('histogram.deleteNote', { note: markText(mark, zone) })}
              onClick={mark.onRemove}
            >
              <IconX size={12} aria-hidden />
            </button>
          )}
        </span>
      ))}
      {marks.length > shown && <span>{t('histogram.moreMarks', { number: marks.length - shown })}</span>}
    </>
  );
}
