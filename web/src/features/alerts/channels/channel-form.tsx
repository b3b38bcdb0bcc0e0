import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Channel, type ChannelType, useChannelTypes, useKeepChannel } from '../../../api/channels.ts';
import { SafeText } from '../../../components/safe-text.tsx';
import { memberLabel } from '../../../components/typed-form/member-label.ts';
import { TypedFieldInput } from '../../../components/typed-form/typed-field.tsx';
import { fieldsOf, textsOf, type TypedField, valueOf } from '../../../components/typed-form/typed-fields.ts';
import { languages } from '../../../lib/i18n/languages.ts';
import styles from '../alerts.module.css';
import { typeLabel } from './type-label.ts';

interface ChannelFormProps {
  /** Left out: a new one. */
  readonly channel?: Channel;
  readonly onClose: () => void;
}

/** Makes or changes a channel. Secrets are written and never shown: one that is left empty stays as it is. */
export function ChannelForm({ channel, onClose }: ChannelFormProps) {
  const { t, i18n } = useTranslation();
  const types = useChannelTypes();
  const keep = useKeepChannel();
  const [name, setName] = useState(channel?.name ?? '');
  const [typeName, setTypeName] = useState(channel?.type ?? 'webhook');
  const [language, setLanguage] = useState(channel?.language ?? i18n.language);
  const [texts, setTexts] = useState(() => textsOf(channel?.settings));
  const [problem, setProblem] = useState<string>();
  const type = types.data?.find((one) => one.type === typeName);
  const fields = type ? fieldsOf(type) : [];
  const isKept = (field: TypedField): boolean => channel?.secrets.some((kept) => kept.name === field.name) === true;

  function save(): void {
    const wrong = fields.find(({ kind, name: own }) => kind === 'json' && !isJson(texts[own] ?? ''));
    setProblem(wrong && t('typedForm.noJson', { field: memberLabel(t, wrong.name) }));
    if (wrong) return;
    keep.mutate({ name, type: typeName, language, ...membersOf(fields, texts) }, { onSuccess: onClose });
  }

  const inputs = (some: readonly TypedField[]) =>
    some.map((field) => (
      <TypedFieldInput
        key={`${typeName} ${field.name}`}
        field={field}
        text={texts[field.name] ?? ''}
        isKept={isKept(field)}
        onChange={(text) => setTexts({ ...texts, [field.name]: text })}
      />
    ));
  const further = fields.filter(({ isRequired }) => !isRequired);
  const said = problem ?? keep.error?.message;
  return (
    <Modal
      opened
      onClose={onClose}
      title={channel ? t('alerts.channel.edit', { name: channel.name }) : t('alerts.channel.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput
          data-autofocus
          required
          label={t('alerts.channel.name')}
          description={t('alerts.form.nameHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={name}
          disabled={channel !== undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('alerts.channel.type')}
          data={choicesOf(types.data ?? [], (one) => typeLabel(t, one))}
          value={typeName}
          disabled={channel !== undefined}
          allowDeselect={false}
          onChange={(value) => setTypeName(value ?? typeName)}
        />
        <Select
          label={t('alerts.channel.language')}
          data={languages.map(({ tag, name: own }) => ({ value: tag, label: own }))}
          value={language}
          allowDeselect={false}
          onChange={(value) => setLanguage(value ?? language)}
        />
        {inputs(fields.filter(({ isRequired }) => isRequired))}
        {further.length > 0 && (
          <details open={channel !== undefined} className={styles['further']}>
            <summary>{t('typedForm.further')}</summary>
            <div className={styles['form']}>{inputs(further)}</div>
          </details>
        )}
        {said !== undefined && (
          <p className={styles['fault']} role="alert">
            <SafeText limit={1000}>{said}</SafeText>
          </p>
        )}
        <Button type="submit" loading={keep.isPending} disabled={!type || name.trim() === ''}>
          {t('common.save')}
        </Button>
      </form>
    </Modal>
  );
}

function choicesOf(types: readonly ChannelType[], labelOf: (type: string) => string) {
  return types
    .map(({ type }) => ({ value: type, label: labelOf(type) }))
    .toSorted((left, right) => left.label.localeCompare(right.label));
}

function isJson(text: string): boolean {
  try {
    valueOf('json', text);
    return true;
  } catch {
    return false;
  }
}

function membersOf(
  fields: readonly TypedField[],
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const members = fields.map(({ name, kind }) => [name, valueOf(kind, texts[name] ?? '')] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}
