import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import styles from './code-block.module.css';

interface CodeBlockProps {
  readonly label: string;
  readonly text: string;
}

/** A snippet to take away. */
export function CodeBlock({ label, text }: CodeBlockProps) {
  const { t } = useTranslation();
  return (
    <figure className={styles['block']}>
      <figcaption className={styles['caption']}>
        {label}
        <CopyButton text={text} label={t('common.copy')} />
      </figcaption>
      <pre className={styles['text']} tabIndex={0}>
        {text}
      </pre>
    </figure>
  );
}
