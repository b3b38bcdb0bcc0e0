import { expect, it } from 'vitest';
import { redo, startHistory, step, undo } from './history.ts';

it('goes back and forth, and what is done after going back takes the place of what was ahead', () => {
  const three = [1, 2, 3].reduce((history, value) => step(history, value), startHistory(0));
  const back = undo(undo(three));
  expect(back.present).toBe(1);
  expect(redo(back).present).toBe(2);
  expect(redo(step(back, 9)).present).toBe(9);
  expect(undo(startHistory(0)).present).toBe(0);
});

it('undoes what was typed as a whole, and what changed nothing not at all', () => {
  const typed = ['t', 'ti', 'tit'].reduce((history, text) => step(history, text, 'title'), startHistory(''));
  expect(undo(typed).present).toBe('');
  const other = step(typed, 'tit, moved', 'range');
  expect(undo(other).present).toBe('tit');
  expect(step(other, other.present)).toBe(other);
});

it('remembers so many steps and no more', () => {
  let history = startHistory(0);
  for (let value = 1; value <= 1000; value += 1) history = step(history, value);
  expect(history.past).toHaveLength(200);
});
