import { type PointerEvent, useState } from 'react';

/** Shorter drags than this many pixels are clicks. */
const shortest = 4;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch that is dragged out over an element, in pixels from its left edge. */
export function useBrush(onBrush: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<{ readonly start: number; readonly end: number }>();
  const stretch: Stretch | undefined = drag && {
    from: Math.min(drag.start, drag.end),
    to: Math.max(drag.start, drag.end),
  };
  const offset = (event: PointerEvent<SVGSVGElement>): number =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const handlers = {
    onPointerDown(event: PointerEvent<SVGSVGElement>): void {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ start: offset(event), end: offset(event) });
    },
    onPointerMove(event: PointerEvent<SVGSVGElement>): void {
      if (drag) setDrag({ ...drag, end: offset(event) });
    },
    onPointerUp(): void {
      setDrag(undefined);
      if (stretch && stretch.to - stretch.from >= shortest) onBrush(stretch.from, stretch.to);
    },
    onPointerCancel: () => setDrag(undefined),
  };
  return { stretch: stretch && stretch.to - stretch.from >= shortest ? stretch : undefined, handlers };
}
