import { Button, Select, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Silence } from '../../../api/silences.ts';
import styles from '../alerts.module.css';

type Matcher = Silence['matchers'][number];

const attributes = ['rule', 'severity', 'cluster', 'project'] as const;
const operators = ['=', '!=', '=~', '!~'] as const;

/** What alerts are asked for: an attribute or a label, and its values. */
export function NewMatcher({ onAdd }: { readonly onAdd: (matcher: Matcher) => void }) {
  const { t } = useTranslation();
  const [basis, setBasis] = useState<(typeof attributes)[number] | 'label'>('rule');
  const [label, setLabel] = useState('');
  const [op, setOp] = useState<Matcher['op']>('=');
  const [values, setValues] = useState<string[]>([]);
  const isWhole = values.length > 0 && (basis !== 'label' || label.trim() !== '');
  const add = (): void => {
    onAdd({ ...(basis === 'label' ? { label: label.trim() } : { attribute: basis }), op, values });
    setValues([]);
  };
  return (
    <div className={styles['matcher']}>
      <Select
        w={120}
        aria-label={t('alerts.silence.basis')}
        data={[...attributes, 'label' as const].map((value) => ({ value, label: t(`alerts.silence.of.${value}`) }))}
        value={basis}
        allowDeselect={false}
        onChange={(value) => setBasis(attributes.find((one) => one === value) ?? 'label')}
      />
      {basis === 'label' && (
        <TextInput
          w={130}
          aria-label={t('alerts.silence.labelName')}
          placeholder={t('alerts.silence.labelName')}
          maxLength={128}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
      )}
      <Select
        w={72}
        aria-label={t('alerts.silence.operator')}
        data={operators}
        value={op}
        allowDeselect={false}
        onChange={(value) => setOp(operators.find((one) => one === value) ?? '=')}
      />
      <TagsInput
        className={styles['grow'] ?? ''}
        aria-label={t('alerts.silence.values')}
        {...(values.length === 0 ? { placeholder: t('alerts.silence.values') } : {})}
        maxTags={50}
        acceptValueOnBlur
        value={values}
        onChange={setValues}
      />
      <Button variant="default" disabled={!isWhole} onClick={add}>
        {t('alerts.silence.addMatcher')}
      </Button>
    </div>
  );
}
