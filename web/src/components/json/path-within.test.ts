import { expect, it } from 'vitest';
import { pathWithin } from './path-within.ts';

it('values within a field of objects or arrays are fields', () => {
  expect(pathWithin('{"spec":{}}', 'requestObject')).toBe('requestObject');
  expect(pathWithin({ code: 200 }, 'responseStatus')).toBe('responseStatus');
});

it('elements of a list are values of the field that it is of', () => {
  expect(pathWithin(['get', 'list'], 'verb')).toBe('verb');
  expect(pathWithin(['web', null], 'requestObject.spec.containers.name')).toBe('requestObject.spec.containers.name');
});

it.each([
  [{ get: 3 }, 'verb'],
  [[['get', 3]], 'verb'],
  [{ a: 1 }, 'annotations.x'],
  [['get'], 'alias'],
  ['{"a":1}', 'alias'],
])('of %j in %s no search finds a value', (cell, column) => expect(pathWithin(cell, column)).toBeUndefined());
