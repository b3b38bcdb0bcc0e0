import { shortDateTime } from '../../lib/time-format.ts';
import { cutText, visibleText } from '../../../../src/base/index.ts';
import styles from './histogram.module.css';

/** A moment that stands out, with what happened then. */
export interface HistogramMark {
  readonly kind: 'moment' | 'note' | 'restart' | 'gap';
  /** Unix milliseconds. */
  readonly at: number;
  /** Its end, where it lasts. */
  readonly to?: number | undefined;
  readonly label: string;
  /** Takes it away, where the reader may. */
  readonly onRemove?: () => void;
}

interface MarksProps {
  readonly marks: readonly HistogramMark[];
  readonly zone: string;
  readonly height: number;
  readonly x: (instant: number) => number;
}

/** Lines at moments that stand out; what each of them is, the pointer tells, and the legend. */
export function Marks({ marks, zone, height, x }: MarksProps) {
  return marks.map((mark) => (
    <g key={`${mark.kind} ${mark.at} ${mark.label}`} className={styles['mark']} data-kind={mark.kind}>
      <title>{markText(mark, zone)}</title>
      {mark.to !== undefined && (
        <rect x={x(mark.at)} y={0} width={Math.max(1, x(mark.to) - x(mark.at))} height={height} />
      )}
      <line x1={x(mark.at)} x2={x(mark.at)} y1={0} y2={height} />
      <path d={`M${x(mark.at) - 5} 0h10l-5 7z`} />
    </g>
  ));
}

/** What a mark stands for, in words. */
export function markText({ at, label }: HistogramMark, zone: string): string {
  return `${shortDateTime(at, zone)} ${visibleText(cutText(label, 200).text)}`;
}
