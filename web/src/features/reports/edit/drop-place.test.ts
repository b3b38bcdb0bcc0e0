import { describe, expect, it } from 'vitest';
import { dropPlace } from './drop-place.ts';

const box = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

/** A tall panel at the left, two small ones beside it, a wide one below; then a section without panels. */
const sections = [
  {
    ...box(0, 0, 1200, 700),
    panels: [box(0, 0, 590, 400), box(610, 0, 590, 190), box(610, 210, 590, 190), box(0, 420, 1200, 280)],
  },
  { ...box(0, 760, 1200, 80), panels: [] },
];

describe('a panel that is let go', () => {
  it.each([
    ['at the left half of the first', { x: 100, y: 50 }, { section: 0, at: 0 }],
    ['at the right half of the first', { x: 500, y: 50 }, { section: 0, at: 1 }],
    ['at the right half of the second', { x: 1100, y: 50 }, { section: 0, at: 2 }],
    ['at the left half of the third', { x: 700, y: 300 }, { section: 0, at: 2 }],
    ['in the upper half of the wide one', { x: 900, y: 440 }, { section: 0, at: 3 }],
    ['in the lower half of the wide one', { x: 100, y: 690 }, { section: 0, at: 4 }],
    ['above everything', { x: 900, y: -50 }, { section: 0, at: 0 }],
    ['in the empty section', { x: 900, y: 800 }, { section: 1, at: 0 }],
    ['below everything', { x: 900, y: 5000 }, { section: 1, at: 0 }],
  ])('%s', (_where, point, place) => expect(dropPlace(sections, point)).toEqual(place));

  it('goes nowhere without sections', () => expect(dropPlace([], { x: 0, y: 0 })).toBeUndefined());
});
