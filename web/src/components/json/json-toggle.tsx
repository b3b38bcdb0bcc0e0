import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { SafeText } from '../safe-text.tsx';
import type { HeldJson } from './held-json.ts';
import { JsonLine } from './json-line.tsx';
import styles from './json.module.css';

interface JsonToggleProps {
  readonly held: HeldJson;
  /** What the head of its column says. */
  readonly column: string;
  readonly isOpen: boolean;
  /** The element with the tree, while that is there. */
  readonly detailId: string;
  readonly onToggle: () => void;
}

/** JSON in a cell: a line, which unfolds into the tree below its row. */
export function JsonToggle({ held, column, isOpen, detailId, onToggle }: JsonToggleProps) {
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <button
      type="button"
      className={styles['toggle']}
      aria-expanded={isOpen}
      aria-controls={isOpen ? detailId : undefined}
      onClick={onToggle}
    >
      <span className="visually-hidden">
        <SafeText limit={120}>{column}</SafeText>{' '}
      </span>
      <Chevron size={13} className={styles['chevron']} aria-hidden />
      <span className={styles['line']}>
        <JsonLine {...held} />
      </span>
    </button>
  );
}
