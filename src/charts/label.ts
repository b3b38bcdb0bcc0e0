import { cutText, visibleText } from '../base/index.ts';
import { cellNumber, cellText } from './cell.ts';

const longest = 60;

/** A cell as what names a point: nothing in it can act or hide. */
export function labelOf(value: unknown): string {
  return visibleText(cutText(cellText(value) ?? 'NULL', longest).text);
}

/** A cell as a point's number; null where it is none. */
export function numberOf(value: unknown): number | null {
  const found = cellNumber(value);
  return Number.isFinite(found) ? found : null;
}
