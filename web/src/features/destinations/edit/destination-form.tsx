import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClusters } from '../../../api/clusters.ts';
import type { Destination, DestinationForms } from '../../../api/destinations.ts';
import { TypedFieldInput } from '../../../components/typed-form/typed-field.tsx';
import { fieldsOf, textOf, type TypedField, valueOf } from '../../../components/typed-form/typed-fields.ts';
import { memberLabel } from '../../../components/typed-form/member-label.ts';
import { StatementField } from '../../../editor/statement-field.tsx';
import styles from '../destinations.module.css';
import { shapeLabel, typeLabel } from '../labels.ts';
import type { Members } from './destination-file.ts';

interface DestinationFormProps {
  readonly forms: DestinationForms;
  readonly members: Members;
  /** As it is kept; left out: a new one. */
  readonly kept: Destination | undefined;
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (member: string, value: unknown) => void;
}

/** Values of the last days are completed. */
const asked = { query: '', from: '-7d', to: 'now' } as const;

/** A destination as a form over its file. Secrets are written and never shown: one that is left empty stays as it is. */
export function DestinationForm({ forms, members, kept, problems, onChange }: DestinationFormProps) {
  const { t } = useTranslation();
  const clusters = useClusters();
  const text = (name: string): string => textOf(members[name]);
  const type = forms.items.find((one) => one.type === members['type']);
  const own = type ? fieldsOf(type) : [];
  const further = [
    ...own.filter(({ isRequired }) => !isRequired),
    ...fieldsOf({ settings: forms.common, secrets: [] }),
  ];
  const errorOf = (name: string) => (problems.has(name) ? { error: problems.get(name) } : {});
  const known = clusters.data?.map(({ name }) => name) ?? [];
  const chosen = Array.isArray(members['clusters']) ? members['clusters'].map(String) : [];
  const inputs = (some: readonly TypedField[]) =>
    some.map((field) => (
      <MemberInput
        key={`${type?.type} ${field.name}`}
        field={field}
        value={members[field.name]}
        isKept={kept?.secrets.some(({ name }) => name === field.name) === true}
        problem={problems.get(field.name)}
        onChange={(value) => onChange(field.name, value)}
      />
    ));
  return (
    <div className={styles['form']}>
      <div className={styles['pair']}>
        <TextInput
          required
          label={t('destinations.name')}
          description={t('destinations.nameHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={text('name')}
          maxLength={64}
          disabled={kept !== undefined}
          {...errorOf('name')}
          onChange={(event) => onChange('name', event.currentTarget.value)}
        />
        <Select
          label={t('destinations.type')}
          data={forms.items.map((one) => ({ value: one.type, label: typeLabel(t, one.type) }))}
          value={text('type')}
          allowDeselect={false}
          {...errorOf('type')}
          onChange={(value) => value !== null && onChange('type', value)}
        />
      </div>
      <div className={styles['pair']}>{inputs(own.filter(({ isRequired }) => isRequired))}</div>
      <StatementField
        label={t('destinations.filter')}
        placeholder={t('destinations.filterHint')}
        value={text('filter')}
        variables={{}}
        asked={asked}
        onChange={(value) => onChange('filter', value === '' ? undefined : value)}
        onRun={() => {}}
      />
      <div className={styles['pair']}>
        <MultiSelect
          label={t('destinations.clusters')}
          placeholder={chosen.length === 0 ? t('destinations.allClusters') : ''}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          data={[...new Set([...known, ...chosen])]}
          value={chosen}
          {...errorOf('clusters')}
          onChange={(values) => onChange('clusters', values.length === 0 ? undefined : values)}
        />
        <Select
          label={t('destinations.shape')}
          placeholder={t('destinations.shapeLeftOut')}
          clearable
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          data={(type?.shapes ?? []).map((value) => ({ value, label: shapeLabel(t, value) }))}
          value={text('shape') === '' ? null : text('shape')}
          {...errorOf('shape')}
          onChange={(value) => onChange('shape', value ?? undefined)}
        />
      </div>
      {further.length > 0 && (
        <details className={styles['further']} open={further.some(({ name }) => problems.has(name))}>
          <summary>{t('typedForm.further')}</summary>
          <div className={styles['pair']}>{inputs(further)}</div>
        </details>
      )}
    </div>
  );
}

interface MemberInputProps {
  readonly field: TypedField;
  readonly value: unknown;
  readonly isKept: boolean;
  readonly problem: string | undefined;
  readonly onChange: (value: unknown) => void;
}

/** A member that is written as text; what is no JSON yet stays here, and out of the file. */
function MemberInput({ field, value, isKept, problem, onChange }: MemberInputProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string>();
  const noJson = draft === undefined ? undefined : t('typedForm.noJson', { field: memberLabel(t, field.name) });
  return (
    <TypedFieldInput
      field={field}
      text={draft ?? textOf(value)}
      isKept={isKept}
      error={noJson ?? problem}
      onChange={(text) => {
        const read = readValue(field, text);
        setDraft(read.ok ? undefined : text);
        if (read.ok) onChange(read.value);
      }}
    />
  );
}

function readValue(
  { kind }: TypedField,
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: valueOf(kind, text) };
  } catch {
    return { ok: false };
  }
}
