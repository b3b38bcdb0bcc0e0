import { expect, test } from 'vitest';
import { lackOf } from './lack-of.ts';

const unlimited = { clusters: null, logstores: null, dashboards: null, bytesPerDay: null };
const used = { clusters: 2, logstores: 3, dashboards: 0, bytesToday: 0 };
const project = { name: 'team', clusters: [], quota: unlimited, used, createdAt: '' };

function list(quota: object, more: object = {}) {
  return { items: [{ ...project, quota: { ...unlimited, ...quota }, ...more }], projects: { used: 1, quota: 1 } };
}

test('what is full is told before it is asked for', () => {
  const one = { clusters: 1, logstores: 1 };
  expect(lackOf(list({}), 'team', one)).toBeUndefined();
  expect(lackOf(list({ clusters: 2 }), 'team', one)).toEqual({ kind: 'clusters', used: 2, most: 2 });
  expect(lackOf(list({ clusters: 3, logstores: 3 }), 'team', one)).toEqual({ kind: 'logstores', used: 3, most: 3 });
  // A disabled cluster takes no place of those that take events.
  expect(lackOf(list({ clusters: 0 }), 'team', { clusters: 0, logstores: 1 })).toBeUndefined();
  expect(lackOf(list({ clusters: 1 }), 'team', { clusters: 0, logstores: 0 })).toBeUndefined();
});

test('a name that is not there would be a project more', () => {
  expect(lackOf(list({}), 'new', { clusters: 1, logstores: 1 })).toEqual({ kind: 'projects', used: 1, most: 1 });
});

test('whoever is not told what is used is told nothing', () => {
  expect(lackOf(list({ clusters: 0 }, { used: null }), 'team', { clusters: 1, logstores: 1 })).toBeUndefined();
});
