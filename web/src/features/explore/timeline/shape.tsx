import type { Outcome } from '../../../components/deed/facts.ts';
import type { Deedkind } from './lane.ts';
import styles from './timeline.module.css';

interface ShapeProps {
  readonly x: number;
  readonly y: number;
  readonly kind: Deedkind;
  readonly outcome: Outcome;
  /** Whether it is told beside what the search finds. */
  readonly isBeside?: boolean;
  readonly isCurrent?: boolean;
}

/** The shape tells what was done, the colour how it ended. */
export function Shape({ x, y, kind, outcome, isBeside = false, isCurrent = false }: ShapeProps) {
  return (
    <g
      transform={`translate(${x.toFixed(1)} ${y})`}
      className={styles['shape']}
      data-outcome={outcome}
      data-beside={isBeside || undefined}
    >
      {isCurrent && <circle r="8.5" className={styles['current']} />}
      {kind === 'create' && <path d="M-5 0H5M0 -5V5" className={styles['stroke']} />}
      {kind === 'change' && <path d="M0 -5L5 0L0 5L-5 0Z" />}
      {kind === 'delete' && <path d="M-4 -4L4 4M4 -4L-4 4" className={styles['stroke']} />}
      {kind === 'read' && <circle r="3" className={styles['hollow']} />}
      {kind === 'other' && <path d="M0 -5L5 4H-5Z" />}
    </g>
  );
}
