import { TagsInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import styles from './report-bar.module.css';

interface FilterInputProps {
  readonly label: string;
  readonly placeholder: string;
  /** In pixels, while it has no value. */
  readonly width: number;
  readonly values: readonly string[];
  readonly complete: (prefix: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** What the completion depends on, besides the text. */
  readonly completeKey: readonly unknown[];
  /** Says which typed text can be a value; left out: any. */
  readonly isWanted?: ((text: string) => boolean) | undefined;
  readonly onChange: (values: readonly string[]) => void;
}

/** Several values of a field, typed or chosen from those that the range has. */
export function FilterInput({
  label,
  placeholder,
  width,
  values,
  complete,
  completeKey,
  isWanted,
  onChange,
}: FilterInputProps) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [prefix] = useDebouncedValue(text.trim(), 150);
  const { data = [] } = useQuery({
    queryKey: ['values', ...completeKey, prefix],
    enabled: isOpen,
    queryFn: ({ signal }) => complete(prefix, signal),
  });
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <TagsInput
        id={id}
        className={styles['control'] ?? ''}
        w={values.length > 0 ? 'auto' : width}
        miw={width}
        size="xs"
        placeholder={values.length > 0 ? '' : placeholder}
        value={[...values]}
        data={[...new Set([...data, ...values])]}
        // The server has found what begins with the text; more cannot be told apart here.
        filter={({ options }) => options.filter((option) => 'value' in option && !values.includes(option.value))}
        renderOption={({ option }) => visibleText(cutText(option.value, 80).text)}
        searchValue={text}
        onSearchChange={setText}
        onDropdownOpen={() => setIsOpen(true)}
        onDropdownClose={() => setIsOpen(false)}
        onChange={(next) => onChange(next.filter((value) => values.includes(value) || (isWanted?.(value) ?? true)))}
        acceptValueOnBlur
        splitChars={['\n']}
        maxTags={100}
        clearable={false}
        comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
        aria-description={t('reports.filterHint')}
      />
    </div>
  );
}
