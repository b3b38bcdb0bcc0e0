import type { Place } from '../../../lib/dashboard-edits/panels.ts';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A section as it stands on the screen, with the panels that stay where they are, in their order. */
export interface SectionBox extends Box {
  readonly panels: readonly Box[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a panel goes that is let go at a point: into the nearest section, before the first panel that the point comes before. */
export function dropPlace(sections: readonly SectionBox[], point: Point): Place | undefined {
  const distances = sections.map(({ top, bottom }) => Math.max(top - point.y, point.y - bottom, 0));
  const section = distances.indexOf(Math.min(...distances));
  const box = sections[section];
  if (!box) return undefined;
  const at = box.panels.findIndex((panel) => comesBefore(point, panel, box));
  return { section, at: at < 0 ? box.panels.length : at };
}

/** In the order of reading; of a panel that has a line for itself the upper half is before it, of others the left one. */
function comesBefore({ x, y }: Point, panel: Box, section: Box): boolean {
  if (y < panel.top) return true;
  if (y > panel.bottom) return false;
  const isWide = panel.right - panel.left > (section.right - section.left) * 0.6;
  return isWide ? y < (panel.top + panel.bottom) / 2 : x < (panel.left + panel.right) / 2;
}
