import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { usePreferences } from '../../../lib/preferences.ts';

const narrowest = 380;
const keyStep = 40;

/** The width of the drawer in pixels and the handle that changes it, by pointer and by arrow keys. */
export function useDrawerWidth() {
  const [{ drawerWidth }, change] = usePreferences();
  const [drag, setDrag] = useState<{ readonly x: number; readonly width: number }>();
  const clamp = (width: number): number => Math.round(Math.max(narrowest, Math.min(innerWidth * 0.75, width)));
  const grip = {
    role: 'separator',
    tabIndex: 0,
    'aria-orientation': 'vertical',
    'aria-valuenow': drawerWidth,
    'aria-valuemin': narrowest,
    'aria-valuemax': 2000,
    onPointerDown(event: PointerEvent<HTMLDivElement>): void {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ x: event.clientX, width: drawerWidth });
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>): void {
      if (drag) change({ drawerWidth: clamp(drag.width + drag.x - event.clientX) });
    },
    onPointerUp: () => setDrag(undefined),
    onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
      const step = { ArrowLeft: keyStep, ArrowRight: -keyStep }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      change({ drawerWidth: clamp(drawerWidth + step) });
    },
  } as const;
  return { width: drawerWidth, grip };
}
