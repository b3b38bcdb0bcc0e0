import { useId } from 'react';
import styles from './setup.module.css';

interface ChoiceProps<Name extends string> {
  readonly label: string;
  readonly options: readonly { readonly name: Name; readonly label: string; readonly hint: string }[];
  readonly value: Name;
  readonly onChange: (name: Name) => void;
}

/** One of a few, each with a line that says what it is. */
export function Choice<Name extends string>({ label, options, value, onChange }: ChoiceProps<Name>) {
  const group = useId();
  return (
    <div role="radiogroup" aria-label={label} className={styles['choices']}>
      {options.map((option) => (
        <label key={option.name} className={styles['choice']}>
          <input
            type="radio"
            name={group}
            checked={option.name === value}
            aria-labelledby={`${group}-${option.name}`}
            aria-describedby={`${group}-${option.name}-hint`}
            onChange={() => onChange(option.name)}
          />
          <span id={`${group}-${option.name}`} className={styles['choiceLabel']}>
            {option.label}
          </span>
          <span id={`${group}-${option.name}-hint`} className={styles['choiceHint']}>
            {option.hint}
          </span>
        </label>
      ))}
    </div>
  );
}
