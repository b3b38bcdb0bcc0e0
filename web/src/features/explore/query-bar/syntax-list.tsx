import { useTranslation } from 'react-i18next';
import styles from './query-list.module.css';
import { syntaxForms } from './syntax-forms.ts';

/** The forms of a query with what they mean, each an example to be tried. */
export function SyntaxList({ onChoose }: { readonly onChoose: (query: string) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className={styles['savedHeading']}>{t('syntax.title')}</h2>
      {syntaxForms.map(({ name, example }) => (
        <button key={name} type="button" className={styles['form']} onClick={() => onChoose(example)}>
          <code className={styles['formExample']}>{example}</code>
          <span className={styles['formMeaning']}>{t(`syntax.${name}`)}</span>
        </button>
      ))}
    </>
  );
}
