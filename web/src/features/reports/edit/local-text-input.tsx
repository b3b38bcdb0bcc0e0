import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type LocalText, textIn } from '../../../../../src/dashboards/index.ts';

interface LocalTextInputProps {
  readonly label: string;
  readonly texts: LocalText | undefined;
  readonly className?: string | undefined;
  readonly isLabelHidden?: boolean;
  /** What stands there without a text in any language. */
  readonly placeholder?: string;
  readonly onChange: (text: string) => void;
}

/** A text in the page's language; what it is in another shows where there is none in this. */
export function LocalTextInput({
  label,
  texts,
  className,
  isLabelHidden = false,
  placeholder = '',
  onChange,
}: LocalTextInputProps) {
  const { i18n } = useTranslation();
  return (
    <TextInput
      {...(className === undefined ? {} : { className })}
      {...(isLabelHidden ? { 'aria-label': label } : { label })}
      value={texts?.[i18n.language] ?? ''}
      placeholder={texts ? textIn(texts, i18n.language) : placeholder}
      maxLength={2000}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
