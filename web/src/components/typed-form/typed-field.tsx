import { MultiSelect, PasswordInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { memberLabel } from './member-label.ts';
import { type TypedField, listOf } from './typed-fields.ts';

interface TypedFieldInputProps {
  readonly field: TypedField;
  readonly text: string;
  /** Whether a secret is kept already, which stays where nothing is written. */
  readonly isKept: boolean;
  /** What is wrong with it. */
  readonly error?: string | undefined;
  readonly onChange: (text: string) => void;
}

/** A member of a document, asked for as what it is. */
export function TypedFieldInput({ field, text, isKept, error, onChange }: TypedFieldInputProps) {
  const { t } = useTranslation();
  const { name, kind, isSecret, choices, ifLeftOut } = field;
  const label = memberLabel(t, name);
  const placeholder = isKept ? t('typedForm.secretStays') : ifLeftOut;
  const common = {
    label: kind === 'json' ? `${label} (JSON)` : label,
    required: field.isRequired && !isKept,
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(error === undefined ? {} : { error }),
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
    case 'choices': {
      const chosen = listOf(text);
      // The browser's own mark and text for what is empty stand in the field, and what was chosen stands beside it.
      const { required, placeholder: _, ...others } = common;
      return (
        <MultiSelect
          {...others}
          searchable
          withAsterisk={required}
          clearable={!field.isRequired}
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          data={[...choices]}
          value={[...chosen]}
          onChange={(values) => onChange(values.length === 0 ? '' : JSON.stringify(values))}
        />
      );
    }
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
