import { expect, it } from 'vitest';
import { ApiError, fieldError } from './error.ts';

it('tells the field of a form what is said against it, and the first field what is said against none', () => {
  const ofName = new ApiError(400, 'bad-request', 'body.name: letters, digits and dots');
  expect(fieldError(ofName, 'name', true)).toBe('letters, digits and dots');
  expect(fieldError(ofName, 'project')).toBeUndefined();
  const general = new ApiError(409, 'conflict', 'cannot add cluster "x": it exists');
  expect(fieldError(general, 'name', true)).toBe('cannot add cluster "x": it exists');
  expect(fieldError(general, 'project')).toBeUndefined();
  expect(fieldError(null, 'name', true)).toBeUndefined();
});
