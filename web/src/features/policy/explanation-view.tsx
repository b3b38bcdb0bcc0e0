import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Explanation, PolicyRule } from '../../../../src/policy/index.ts';
import { MismatchText } from './mismatch-text.tsx';
import styles from './policy.module.css';

interface ExplanationViewProps {
  readonly explanation: Explanation;
  readonly rules: readonly PolicyRule[];
}

/** The decision, the rules on the way to it, and what is written. */
export function ExplanationView({ explanation, rules }: ExplanationViewProps) {
  const { t } = useTranslation();
  const { level, rule, examined, stages, bodies, request } = explanation;
  return (
    <div className={styles['explanation']}>
      <p className={styles['decision']}>
        {rule === null ? t('policy.noRule') : t('policy.decided', { rule: rule + 1, level })}
      </p>
      <ol className={styles['rules']}>
        {examined.map(({ index, line, matched, mismatch }) => (
          <li key={index} data-matched={matched || undefined} className={styles['rule']}>
            {matched ? <IconCheck size={14} aria-hidden /> : <IconMinus size={14} aria-hidden />}
            <span className={styles['ruleName']}>{t('policy.ruleAtLine', { rule: index + 1, line })}</span>
            <span>
              {mismatch && rules[index] ? (
                <MismatchText mismatch={mismatch} rule={rules[index]} request={request} />
              ) : (
                t('policy.matches')
              )}
            </span>
          </li>
        ))}
      </ol>
      <h2 className={styles['heading']}>{t('policy.written')}</h2>
      <table className={styles['table']}>
        <tbody>
          {[
            ...stages.map(({ stage, written, note }) => ({ name: stage, written, note })),
            { name: t('policy.requestBody'), ...bodies.request },
            { name: t('policy.responseBody'), ...bodies.response },
          ].map(({ name, written, note }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{written ? t('policy.yes') : t('policy.no')}</td>
              <td className={styles['hint']}>{note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
