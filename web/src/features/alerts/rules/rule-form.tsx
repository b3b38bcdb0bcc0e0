import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { severities } from '../../../../../src/rules/index.ts';
import { usePolicies } from '../../../api/alert-policies.ts';
import { useChannels } from '../../../api/channels.ts';
import { StatementField } from '../../../editor/statement-field.tsx';
import { splitQuery } from '../../../lib/query-text.ts';
import type { RuleFields } from './rule-file.ts';
import styles from './rules.module.css';

interface RuleFormProps {
  readonly fields: RuleFields;
  readonly onChange: (change: Partial<RuleFields>) => void;
}

/** How often a rule is evaluated, and what it looks back at; others can be written into the file. */
const steps = ['1m', '5m', '15m', '1h', '1d'] as const;
const mostRows = 1_000_000;

/** Values of the last days are completed. */
const asked = { query: '', from: '-7d', to: 'now' } as const;

/** A rule of one query as a form. */
export function RuleForm({ fields, onChange }: RuleFormProps) {
  const { t } = useTranslation();
  const { name, displayName, query, severity, title, desc } = fields;
  return (
    <div className={styles['form']}>
      <div className={styles['pair']}>
        <TextInput
          label={t('alerts.form.displayName')}
          value={displayName}
          maxLength={256}
          onChange={(event) => onChange({ displayName: event.currentTarget.value })}
        />
        <TextInput
          label={t('alerts.form.name')}
          description={t('alerts.form.nameHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={name}
          maxLength={64}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      </div>
      <StatementField
        label={t('alerts.form.query')}
        placeholder={t('explore.queryHint')}
        value={query}
        variables={{}}
        asked={asked}
        onChange={(text) => onChange({ query: text })}
        onRun={() => {}}
      />
      <TimingFields fields={fields} onChange={onChange} />
      <div className={styles['pair']}>
        <Select
          label={t('alerts.severityOf')}
          data={severities.map((value) => ({ value, label: t(`alerts.severity.${value}`) }))}
          value={severity}
          allowDeselect={false}
          onChange={(value) => onChange({ severity: severities.find((one) => one === value) ?? severity })}
        />
        <ReceiverFields fields={fields} onChange={onChange} />
      </div>
      <TextInput
        label={t('alerts.form.title')}
        description={t(splitQuery(query).analysis === undefined ? 'alerts.form.fillFields' : 'alerts.form.fillColumns')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <TextInput
        label={t('alerts.form.desc')}
        value={desc}
        onChange={(event) => onChange({ desc: event.currentTarget.value })}
      />
    </div>
  );
}

/** When it is evaluated; of a rule with a schedule also over what, and from how many rows on it fires. */
function TimingFields({ fields: { timing, window, atLeast }, onChange }: RuleFormProps) {
  const { t } = useTranslation();
  const isImmediate = timing === 'immediate';
  const every = typeof timing === 'object' ? timing.every : undefined;
  const stepText = (time: string): string => t('alerts.every', { time });
  return (
    <div className={styles['pair']}>
      <Select
        label={t('alerts.form.when')}
        allowDeselect={false}
        data={[
          { value: 'immediate', label: t('alerts.immediate') },
          ...withOwn(steps, every).map((value) => ({ value, label: stepText(value) })),
          ...(timing === 'other' ? [{ value: 'other', label: t('alerts.form.asInFile') }] : []),
        ]}
        value={isImmediate ? 'immediate' : (every ?? 'other')}
        onChange={(value) => {
          if (value === 'immediate') onChange({ timing: 'immediate' });
          else if (value !== null && value !== 'other') onChange({ timing: { every: value } });
        }}
      />
      {!isImmediate && (
        <>
          <Select
            label={t('alerts.form.window')}
            allowDeselect={false}
            data={[
              { value: '', label: t('alerts.form.sinceLast') },
              ...withOwn(steps, window).map((value) => ({ value, label: t('alerts.form.lastOf', { time: value }) })),
            ]}
            value={window ?? ''}
            onChange={(value) => onChange({ window: value === '' || value === null ? undefined : value })}
          />
          <NumberInput
            label={t('alerts.form.atLeast')}
            min={1}
            max={mostRows}
            allowDecimal={false}
            clampBehavior="strict"
            disabled={atLeast === 'other'}
            {...(atLeast === 'other' ? { description: t('alerts.form.asInFile') } : {})}
            value={atLeast === 'other' ? '' : atLeast}
            onChange={(value) => typeof value === 'number' && value >= 1 && onChange({ atLeast: value })}
          />
        </>
      )}
    </div>
  );
}

/** Who is told: channels, or whom a policy says. */
function ReceiverFields({ fields: { channels, policy }, onChange }: RuleFormProps) {
  const { t } = useTranslation();
  const known = useChannels();
  const policies = usePolicies();
  return (
    <>
      <Select
        label={t('alerts.form.policy')}
        data={[
          { value: '', label: t('alerts.form.noPolicy') },
          ...withOwn(policies.data?.map((one) => one.name) ?? [], policy).map((value) => ({ value, label: value })),
        ]}
        value={policy ?? ''}
        allowDeselect={false}
        onChange={(value) => onChange({ policy: value === '' || value === null ? undefined : value })}
      />
      {policy === undefined && (
        <MultiSelect
          label={t('alerts.form.channels')}
          {...(channels.length === 0 ? { placeholder: t('alerts.inboxAlone') } : {})}
          data={[...new Set([...(known.data?.map((one) => one.name) ?? []), ...channels])]}
          value={[...channels]}
          onChange={(value) => onChange({ channels: value })}
        />
      )}
    </>
  );
}

/** Choices, with the one that the file has. */
function withOwn(choices: readonly string[], own: string | undefined): readonly string[] {
  return own === undefined || choices.includes(own) ? choices : [own, ...choices];
}
