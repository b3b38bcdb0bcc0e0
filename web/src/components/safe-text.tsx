import { useTranslation } from 'react-i18next';
import styles from './safe-text.module.css';
import { cutText, visibleParts } from '../../../src/base/index.ts';

interface SafeTextProps {
  readonly children: string;
  /** Characters that are shown at most; the rest is told by its length. */
  readonly limit?: number;
}

/** Text that somebody outside chose: controls made visible, direction kept inside, length bounded. */
export function SafeText({ children, limit = 300 }: SafeTextProps) {
  const { t } = useTranslation();
  const { text, cut } = cutText(children, limit);
  return (
    <bdi className={styles['text']}>
      {visibleParts(text).map((part, index) =>
        part.kind === 'plain' ? (
          part.text
        ) : (
          // eslint-disable-next-line react/no-array-index-key -- the parts of one text never move
          <span key={index} className={styles['control']}>
            {part.text}
          </span>
        ),
      )}
      {cut && (
        <span className={styles['more']}>{t('common.moreCharacters', { count: children.length - text.length })}</span>
      )}
    </bdi>
  );
}
