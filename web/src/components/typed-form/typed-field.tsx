import { PasswordInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ChannelField, listOf } from './channel-fields.ts';
import { fieldLabel } from './field-label.ts';

interface ChannelFieldInputProps {
  readonly field: ChannelField;
  readonly text: string;
  /** Whether a secret is kept already, which stays where nothing is written. */
  readonly isKept: boolean;
  readonly onChange: (text: string) => void;
}

/** A member of a channel, asked for as what it is. */
export function ChannelFieldInput({ field, text, isKept, onChange }: ChannelFieldInputProps) {
  const { t } = useTranslation();
  const { name, kind, isSecret, choices, ifLeftOut } = field;
  const label = fieldLabel(t, name);
  const placeholder = isKept ? t('alerts.channel.secretStays') : ifLeftOut;
  const common = {
    label: kind === 'json' ? `${label} (JSON)` : label,
    required: field.isRequired && !isKept,
    ...(placeholder === undefined ? {} : { placeholder }),
  };
  switch (kind) {
    case 'boolean':
      return (
        <Switch
          label={label}
          checked={text === 'true'}
          onChange={(event) => onChange(String(event.currentTarget.checked))}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          clearable={!field.isRequired}
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          data={[...choices]}
          value={text === '' ? null : text}
          onChange={(value) => onChange(value ?? '')}
        />
      );
    case 'list': {
      const items = listOf(text);
      return (
        <TagsInput
          {...common}
          // The browser asks for text in the field, and what was written has become a tag.
          required={false}
          withAsterisk={common.required}
          acceptValueOnBlur
          value={[...items]}
          onChange={(values) => onChange(values.length === 0 ? '' : JSON.stringify(values))}
        />
      );
    }
    case 'long':
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          maxRows={8}
          autoComplete="off"
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mono)' } }}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'text':
    case 'number':
    case 'json': {
      const input = {
        ...common,
        autoComplete: 'off',
        value: text,
        onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
          onChange(event.currentTarget.value),
      };
      return isSecret ? (
        <PasswordInput {...input} />
      ) : (
        <TextInput {...input} inputMode={kind === 'number' ? 'decimal' : 'text'} />
      );
    }
  }
}
