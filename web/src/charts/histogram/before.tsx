import type { Bucket } from '../../api/search.ts';
import styles from './histogram.module.css';

interface BeforeProps {
  readonly buckets: readonly Bucket[];
  /** How much earlier they are than those they are compared with, in milliseconds. */
  readonly shift: number;
  readonly x: (instant: number) => number;
  readonly y: (count: number) => number;
}

/** The period before, as an outline behind the bars. */
export function Before({ buckets, shift, x, y }: BeforeProps) {
  const [first] = buckets;
  if (!first) return null;
  const steps = buckets.map(({ to, count }) => `V${y(count)}H${x(to + shift)}`).join('');
  return <path className={styles['before']} d={`M${x(first.from + shift)} ${y(0)}${steps}V${y(0)}Z`} />;
}
