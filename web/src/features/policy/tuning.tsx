import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { capacityOf, readSettings, tuneWebhook } from '../../../../src/apiserver/index.ts';
import { newestMinor } from '../../../../src/policy/index.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import styles from './policy.module.css';

const loadNames = ['requestsPerSecond', 'stagesPerRequest', 'writeLatencySeconds', 'batchSize'] as const;
const load = { requestsPerSecond: 100, stagesPerRequest: 2, writeLatencySeconds: 5, batchSize: 100 };
const flagNames = ['max-size', 'throttle-qps', 'throttle-burst', 'buffer-size'] as const;
/** By the flags' names behind `audit-webhook-batch-`; kube-apiserver's own defaults. */
const given = { 'max-size': 400, 'throttle-qps': 10, 'throttle-burst': 15, 'buffer-size': 10_000 };

/** Flags of the webhook for a load, and back: what given flags carry before events are dropped. */
export function Tuning() {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(load);
  const [flags, setFlags] = useState(given);
  const tuning = tuneWebhook(wanted);
  const chosen = Object.entries(tuning.flags).map(([name, value]) => `${name}=${value}`);
  const named = flagNames.map((name) => [`audit-webhook-batch-${name}`, String(flags[name])] as const);
  const { stagesPerRequest, writeLatencySeconds, requestsPerSecond } = wanted;
  const settings = readSettings(new Map(named), { minor: newestMinor });
  const capacity = capacityOf('webhook', settings, { stagesPerRequest, writeLatencySeconds, requestsPerSecond });
  return (
    <>
      <p className={styles['hint']}>{t('policy.tuneHint')}</p>
      <Numbers
        names={loadNames}
        values={wanted}
        labelOf={(name) => t(`policy.tuneLoad.${name}`)}
        onChange={(name, value) => setWanted({ ...wanted, [name]: value })}
      />
      <CodeBlock label={t('policy.tuneFlags')} text={`${chosen.join('\n')}\n\n${tuning.explanation}`} />
      <p className={styles['hint']}>{t('policy.tuneBackHint')}</p>
      <Numbers
        names={flagNames}
        values={flags}
        labelOf={(name) => `--audit-webhook-batch-${name}`}
        onChange={(name, value) => setFlags({ ...flags, [name]: value })}
      />
      <CodeBlock label={t('policy.tuneCarries')} text={capacity.explanation} />
    </>
  );
}

interface NumbersProps<Name extends string> {
  readonly names: readonly Name[];
  readonly values: Readonly<Record<Name, number>>;
  readonly labelOf: (name: Name) => string;
  readonly onChange: (name: Name, value: number) => void;
}

/** A field for each number; what is no whole number from 1 on is not taken. */
function Numbers<Name extends string>({ names, values, labelOf, onChange }: NumbersProps<Name>) {
  return names.map((name) => (
    <NumberInput
      key={name}
      label={labelOf(name)}
      value={values[name]}
      min={1}
      max={1_000_000}
      allowDecimal={false}
      allowNegative={false}
      onChange={(next) => {
        if (typeof next === 'number' && next >= 1) onChange(name, next);
      }}
    />
  ));
}
