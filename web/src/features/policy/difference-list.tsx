import { useTranslation } from 'react-i18next';
import type { PolicyDiffAnswer, Request } from '../../../../src/policy/index.ts';
import { SafeText } from '../../components/safe-text.tsx';
import styles from './policy.module.css';

const shown = 100;

export function DifferenceList({ answer }: { readonly answer: PolicyDiffAnswer }) {
  const { t } = useTranslation();
  const { differences, complete } = answer;
  if (differences.length === 0) return <p className={styles['hint']}>{t('policy.noDifference')}</p>;
  return (
    <>
      {!complete && <p className={styles['hint']}>{t('policy.incomplete')}</p>}
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t('policy.example')}</th>
            <th scope="col">{t('policy.before')}</th>
            <th scope="col">{t('policy.after')}</th>
          </tr>
        </thead>
        <tbody>
          {differences.slice(0, shown).map((difference) => (
            <tr key={JSON.stringify(difference.example)}>
              <td>
                <SafeText limit={200}>{describe(difference.example)}</SafeText>
              </td>
              <td>{difference.before.level}</td>
              <td>{difference.after.level}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function describe(request: Request): string {
  if (request.path !== undefined) return `${request.user} ${request.verb} ${request.path}`;
  const { user, verb, apiGroup, resource, subresource, namespace, name } = request;
  const kind = [apiGroup, resource, subresource].filter((part) => part !== '').join('/');
  return [user, verb, kind, name, namespace && `(${namespace})`].filter((part) => part !== '').join(' ');
}
