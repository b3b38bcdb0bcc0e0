import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import { cutText, visibleText } from '../../../../src/base/index.ts';
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
  const id = useId();
  const lineId = `${id}-line`;
  return (
    // It is named by its column and its line; the column is no text of the cell, for that is what is copied.
    <button
      type="button"
      id={id}
      className={styles['toggle']}
      aria-label={visibleText(cutText(column, 120).text)}
      aria-labelledby={`${id} ${lineId}`}
      aria-expanded={isOpen}
      aria-controls={isOpen ? detailId : undefined}
      onClick={onToggle}
    >
      <Chevron size={13} className={styles['chevron']} aria-hidden />
      <span id={lineId} className={styles['line']}>
        <JsonLine {...held} />
      </span>
    </button>
  );
}
