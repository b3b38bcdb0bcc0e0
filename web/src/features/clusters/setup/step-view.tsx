import { useTranslation } from 'react-i18next';
import type { SetupFile, SetupStep } from '../../../api/setup.ts';
import { CodeBlock } from '../../../components/code-block.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import styles from './setup.module.css';

/** One thing to do: where, the files, the commands, and what one has to know. */
export function StepView({ step }: { readonly step: SetupStep }) {
  const { t } = useTranslation();
  const { title, place, files, commands, notes } = step;
  return (
    <li className={styles['step']}>
      <h3 className={styles['stepTitle']}>
        {t(`setup.step.${title}`)} <span className={styles['place']}>{t(`setup.place.${place}`)}</span>
      </h3>
      {notes.length > 0 && (
        <ul className={styles['notes']}>
          {notes.map((note) => (
            <li key={note}>{t(`setup.note.${note}`)}</li>
          ))}
        </ul>
      )}
      {files.map((file) => (
        <FileView key={file.path} file={file} />
      ))}
      {commands !== '' && (
        <CodeBlock label={title === 'set-flags' ? t('setup.flags') : t('setup.commands')} text={commands} />
      )}
    </li>
  );
}

/** A file that is long more often than not: its name, what takes it away, and its contents to look at. */
function FileView({ file }: { readonly file: SetupFile }) {
  const { t } = useTranslation();
  return (
    <details className={styles['file']}>
      <summary className={styles['fileHead']}>
        <code>{file.path}</code>
        {file.isSecret && <span className={styles['secret']}>{t('setup.holdsToken')}</span>}
      </summary>
      <div className={styles['fileActions']}>
        <CopyButton text={file.writeCommand} label={t('setup.copyCommand')} />
        <CopyButton text={file.text} label={t('setup.copyFile')} />
      </div>
      <pre className={styles['fileText']} tabIndex={0}>
        {file.text}
      </pre>
    </details>
  );
}
