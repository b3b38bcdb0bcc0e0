import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { JsonLine } from './json-line.tsx';
import styles from './json.module.css';

interface JsonToggleProps {
  readonly text: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** JSON in a cell: a line, which unfolds into the tree below its row. */
export function JsonToggle({ text, isOpen, onToggle }: JsonToggleProps) {
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <button type="button" className={styles['toggle']} aria-expanded={isOpen} onClick={onToggle}>
      <Chevron size={13} className={styles['chevron']} aria-hidden />
      <span className={styles['line']}>
        <JsonLine text={text} />
      </span>
    </button>
  );
}
