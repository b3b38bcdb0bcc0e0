import { Select, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KubeMinor } from '../../../../src/policy/index.ts';
import { useClusters } from '../../api/clusters.ts';
import { useFormats } from '../../lib/i18n/formats.ts';
import { useChosenClusters } from '../../lib/use-chosen-clusters.ts';
import { EmptyPanel } from '../../components/empty-panel.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import styles from './policy.module.css';
import { useTraffic } from './use-traffic.ts';

interface TrafficTabProps {
  readonly text: string;
  readonly minor: KubeMinor;
}

/** A bar a rule: what it catches of a cluster's last day, and what is left of it. */
export function TrafficTab({ text, minor }: TrafficTabProps) {
  const { t } = useTranslation();
  const clusters = useClusters();
  const [chosen] = useChosenClusters();
  const [picked, setPicked] = useState<string>();
  const cluster = picked ?? chosen[0] ?? clusters.data?.[0]?.name;
  const traffic = useTraffic(text, minor, cluster);
  return (
    <>
      <Select
        mb={12}
        label={t('palette.cluster')}
        data={(clusters.data ?? []).map(({ name }) => name)}
        value={cluster ?? null}
        allowDeselect={false}
        onChange={(name) => setPicked(name ?? undefined)}
      />
      {traffic.isError ? (
        <ErrorPanel error={traffic.error} onRetry={() => void traffic.refetch()} />
      ) : traffic.data ? (
        <TrafficBars answer={traffic.data} />
      ) : clusters.data?.length === 0 ? (
        <EmptyPanel title={t('policy.noTraffic')} text={t('policy.noTrafficHint')} />
      ) : (
        <Skeleton height={280} />
      )}
    </>
  );
}

function TrafficBars({ answer }: { readonly answer: NonNullable<ReturnType<typeof useTraffic>['data']> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { events, bytes, rules, levels, unmatched } = answer;
  if (events.before === 0) return <EmptyPanel title={t('policy.noTraffic')} text={t('policy.noTrafficHint')} />;
  const highest = Math.max(1, ...rules.map((rule) => rule.events));
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
              <span className={styles['caught']} style={{ width: `${(rule.events / highest) * 100}%` }} />
              <span className={styles['kept']} style={{ width: `${(rule.written / highest) * 100}%` }} />
            </span>
            <span className={styles['barCount']}>
              {formats.count(rule.events)} → {formats.count(rule.written)} · {formats.bytes(rule.bytes)}
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
