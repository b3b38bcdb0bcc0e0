import { type PointerEvent, useRef } from 'react';
import type { Panel } from '../../../../../src/dashboards/index.ts';
import type { DragHandle } from './use-panel-drag.ts';

type Size = Pick<Panel, 'width' | 'height'>;

/** A row of the grid and the space below it, in pixels. */
const rowPixels = 92;
const gap = 12;

/** Changes a panel's size with the pointer, a column and a row at a time. */
export function usePanelResize(size: Size, onResize: (size: Size) => void): DragHandle {
  const pressed = useRef<{ readonly x: number; readonly y: number; readonly size: Size; readonly column: number }>(
    undefined,
  );
  const end = (): void => {
    pressed.current = undefined;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      const grid = event.currentTarget.closest('[data-section]');
      if (event.button !== 0 || !grid) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      pressed.current = { x: event.clientX, y: event.clientY, size, column: (grid.clientWidth + gap) / 12 };
    },
    onPointerMove: (event: PointerEvent) => {
      const from = pressed.current;
      if (!from) return;
      const width = from.size.width + Math.round((event.clientX - from.x) / from.column);
      const height = from.size.height + Math.round((event.clientY - from.y) / rowPixels);
      if (width !== size.width || height !== size.height) onResize({ width, height });
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
