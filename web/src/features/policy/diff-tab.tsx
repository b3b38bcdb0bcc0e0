import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unifiedDiff } from '../../../../src/apiserver/index.ts';
import { diffPolicies, isValid, type LoadedPolicy, loadPolicy } from '../../../../src/policy/index.ts';
import { DifferenceList } from './difference-list.tsx';
import styles from './policy.module.css';
import { loadPreset, presetNames } from './presets.ts';
import { TextDiff } from '../../components/text-diff.tsx';

interface DiffTabProps {
  readonly text: string;
  readonly loaded: LoadedPolicy;
}

/** Against a shipped policy: which requests are treated differently, with an example of each, and the text's own diff. */
export function DiffTab({ text, loaded }: DiffTabProps) {
  const { t } = useTranslation();
  const [name, setName] = useState('ack');
  const other = useQuery({ queryKey: ['policy', 'preset', name], queryFn: () => loadPreset(name) });
  const answer = useMemo(() => {
    if (other.data === undefined) return undefined;
    const before = loadPolicy(other.data, loaded.release);
    return isValid(before) && isValid(loaded) ? diffPolicies(before, loaded).result() : undefined;
  }, [other.data, loaded]);
  return (
    <>
      <Select
        label={t('policy.against')}
        data={[...presetNames]}
        value={name}
        allowDeselect={false}
        onChange={(value) => setName(value ?? 'ack')}
      />
      <h2 className={styles['heading']}>{t('policy.differences')}</h2>
      {answer ? <DifferenceList answer={answer} /> : <p>{t('policy.invalid')}</p>}
      <h2 className={styles['heading']}>{t('policy.textDiff')}</h2>
      {other.data !== undefined && other.data !== text && (
        <TextDiff lines={unifiedDiff('/audit-policy.yaml', other.data, text).split('\n')} />
      )}
    </>
  );
}
