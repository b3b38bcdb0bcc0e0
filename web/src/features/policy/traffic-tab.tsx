import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LoadedPolicy, Policy } from '../../../../src/policy/index.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import styles from './policy.module.css';
import { useTraffic } from './use-traffic.ts';

/** A bar a rule: what it catches of recorded events, and what is left of them. */
export function TrafficTab({ loaded }: { readonly loaded: LoadedPolicy & { readonly policy: Policy } }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const traffic = useTraffic(loaded);
  if (traffic.error) return <ErrorPanel error={traffic.error} />;
  if (!traffic.answer) return <Skeleton height={280} />;
  const { events, bytes, rules, levels, unmatched } = traffic.answer;
  if (events.before === 0) return <EmptyPanel title={t('policy.noTraffic')} text={t('policy.noTrafficHint')} />;
  const highest = Math.max(1, ...rules.map((rule) => rule.before.events));
  const saved = 1 - bytes.after / Math.max(1, bytes.before);
  return (
    <>
      <p className={styles['decision']}>
        {t('policy.trafficSum', {
          before: formats.count(events.before),
          after: formats.count(events.after),
          saved: formats.percent(saved),
        })}
      </p>
      <p className={styles['hint']}>{t('policy.trafficBasis', { text: formats.count(events.before) })}</p>
      <ul className={styles['bars']}>
        {rules.map((rule) => (
          <li key={rule.index} className={styles['barRow']}>
            <span className={styles['ruleName']}>
              {t('policy.ruleAtLine', { rule: rule.index + 1, line: rule.line })}
            </span>
            <span className={styles['track']}>
              <span className={styles['caught']} style={{ width: `${(rule.before.events / highest) * 100}%` }} />
              <span className={styles['kept']} style={{ width: `${(rule.events / highest) * 100}%` }} />
            </span>
            <span className={styles['barCount']}>
              {formats.count(rule.before.events)} → {formats.count(rule.events)} · {formats.bytes(rule.bytes)}
            </span>
          </li>
        ))}
      </ul>
      <table className={styles['table']}>
        <tbody>
          {Object.entries(levels).map(([level, count]) => (
            <tr key={level}>
              <th scope="row">{level}</th>
              <td>{formats.count(count)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('policy.unmatched')}</th>
            <td>{formats.count(unmatched)}</td>
          </tr>
        </tbody>
      </table>
    </>
  );
}
