import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../api/error.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import styles from './edit.module.css';

/** Why a dashboard was not kept. */
export function SaveProblem({ error }: { readonly error: Error }) {
  const { t } = useTranslation();
  const diagnostics = error instanceof ApiError ? error.diagnostics : [];
  return (
    <div className={styles['problem']} role="alert">
      <p>
        <strong>{t('dashboard.notSaved')}</strong>
      </p>
      {diagnostics.length === 0 && (
        <p>
          <SafeText limit={1000}>{error.message}</SafeText>
        </p>
      )}
      {diagnostics.slice(0, 5).map(({ code, message, hint }) => (
        <p key={`${code} ${message}`}>
          <SafeText limit={1000}>{hint ? `${message}: ${hint}` : message}</SafeText>
        </p>
      ))}
    </div>
  );
}
