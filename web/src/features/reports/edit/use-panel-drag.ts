import { type PointerEvent, type RefObject, useRef, useState } from 'react';
import { type Place, placeOf } from '../../../lib/dashboard-edits/panels.ts';
import type { Dashboard } from '../../../../../src/dashboards/index.ts';
import { dropPlace, type SectionBox } from './drop-place.ts';

/** Pixels that a pointer moves before it is a drag and no click. */
const slack = 5;
/** So near to the edge of what scrolls, it is scrolled by so much a move. */
const edge = { near: 48, step: 16 };

/** A panel under way, and where it would go now. */
export interface Drag {
  readonly id: string;
  readonly to: Place;
}

export interface DragHandle {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
}

/** Moving panels with the pointer: mouse, pen or finger. `root` holds the sections. */
export function usePanelDrag(
  root: RefObject<HTMLElement | null>,
  dashboard: Dashboard,
  onMove: (id: string, to: Place) => void,
): { readonly drag: Drag | undefined; readonly handleOf: (id: string) => DragHandle } {
  const [drag, setDrag] = useState<Drag>();
  const pressed = useRef<{ readonly id: string; readonly x: number; readonly y: number }>(undefined);
  const end = (): void => {
    pressed.current = undefined;
    setDrag(undefined);
  };
  return {
    drag,
    handleOf: (id) => ({
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pressed.current = { id, x: event.clientX, y: event.clientY };
      },
      onPointerMove: (event) => {
        const from = pressed.current;
        if (from?.id !== id || !root.current) return;
        const { clientX: x, clientY: y } = event;
        if (!drag && Math.hypot(x - from.x, y - from.y) < slack) return;
        scrollAtEdge(root.current, y);
        const to = dropPlace(sectionBoxes(root.current, id), { x, y }) ?? placeOf(dashboard, id);
        if (to) setDrag({ id, to });
      },
      onPointerUp: () => {
        if (drag) onMove(drag.id, drag.to);
        end();
      },
      onPointerCancel: end,
    }),
  };
}

/** Where the sections and the panels that stay are at this moment. */
function sectionBoxes(root: HTMLElement, moving: string): readonly SectionBox[] {
  return [...root.querySelectorAll('[data-section]')].map((section) => {
    const { left, top, right, bottom } = section.getBoundingClientRect();
    const panels = [...section.querySelectorAll('[data-panel]')]
      .filter((panel) => panel.getAttribute('data-panel') !== moving)
      .map((panel) => panel.getBoundingClientRect());
    return { left, top, right, bottom, panels };
  });
}

function scrollAtEdge(root: HTMLElement, y: number): void {
  const scroller = root.closest('main');
  if (!scroller) return;
  const { top, bottom } = scroller.getBoundingClientRect();
  if (y < top + edge.near) scroller.scrollBy(0, -edge.step);
  else if (y > bottom - edge.near) scroller.scrollBy(0, edge.step);
}
