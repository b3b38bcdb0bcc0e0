import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { bindStatement } from '../../../../../src/dashboards/index.ts';
import { runStatement } from '../../../api/search.ts';
import { cellText } from '../../../../../src/charts/index.ts';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import { absolute } from '../../../lib/time-range.ts';
import type { Report } from '../use-report.ts';
import styles from './report-bar.module.css';

interface VariableInputProps {
  readonly label: string;
  readonly help: string | undefined;
  readonly value: string;
  /** A statement whose first column lists values to choose from. */
  readonly suggest: string | undefined;
  readonly report: Report;
  readonly onChange: (value: string) => void;
}

/** The value of a variable, typed or chosen from what its statement finds. */
export function VariableInput({ label, help, value, suggest, report, onChange }: VariableInputProps) {
  const id = useId();
  const [draft, setDraft] = useState(value);
  const [applied, setApplied] = useState(value);
  const [isOpen, setIsOpen] = useState(false);
  if (applied !== value) {
    setApplied(value);
    setDraft(value);
  }
  const apply = (text: string): void => {
    if (text.trim() !== value) onChange(text.trim());
  };
  const found = useSuggestions(suggest, report, isOpen);
  const data = [...new Set(found)];
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <Autocomplete
        id={id}
        className={styles['control'] ?? ''}
        w={150}
        size="xs"
        value={draft}
        data={data}
        limit={50}
        // Of the value that stands there, the others are what one looks for.
        filter={({ options, search, limit }) =>
          draft === value
            ? options.slice(0, limit)
            : options
                .filter(
                  (option) => 'value' in option && option.value.toLowerCase().includes(search.toLowerCase().trim()),
                )
                .slice(0, limit)
        }
        renderOption={({ option }) => visibleText(cutText(option.value, 80).text)}
        onChange={setDraft}
        onOptionSubmit={apply}
        onDropdownOpen={() => setIsOpen(true)}
        onBlur={() => apply(draft)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply(draft);
        }}
        comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
        aria-description={help}
      />
    </div>
  );
}

function useSuggestions(suggest: string | undefined, report: Report, isOpen: boolean): readonly string[] {
  const { fixed, clusters, zone, variables } = report;
  const bound = suggest === undefined ? undefined : bindStatement(suggest, { variables });
  const query = bound?.ok ? bound.value : '';
  const { data = [] } = useQuery({
    queryKey: ['suggestions', query, fixed, clusters],
    enabled: isOpen && query !== '' && fixed !== undefined,
    queryFn: async ({ signal }) => {
      if (!fixed) return [];
      const scope = clusters.length > 0 ? { clusters } : {};
      const { rows } = await runStatement({ query, ...absolute(fixed), timeZone: zone, ...scope }, signal);
      return rows.flatMap(([value]) => cellText(value) || []);
    },
  });
  return data;
}
