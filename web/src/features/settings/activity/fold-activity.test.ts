import { describe, expect, it } from 'vitest';
import type { Activity } from '../../../api/operations.ts';
import { noiseSearch, peopleSearch } from '../../../lib/noise.ts';
import { foldActivity, readDetail } from './fold-activity.ts';

let id = 0;
const row = (action: string, query: string, at = '2026-11-21T16:00:01.000Z', actor = 'ann'): Activity => {
  id += 1;
  return {
    id,
    at,
    actor,
    action,
    address: null,
    target: null,
    outcome: 'done',
    detail: { query },
    count: 1,
    lastAt: at,
  };
};

describe('readDetail', () => {
  it('tells the query without what the page hides by', () => {
    expect(readDetail({ query: `verb: get and ${noiseSearch}`, from: 'a', fields: ['x'] })).toEqual({
      query: 'verb: get',
      hidesNoise: true,
      rest: [['from', 'a']],
    });
    expect(readDetail({ query: noiseSearch })).toMatchObject({ query: '', hidesNoise: true });
    expect(readDetail({ query: `a and ${peopleSearch}` })).toMatchObject({ query: 'a', hidesNoise: true });
    expect(readDetail({ name: 'prod', retentionDays: 30 }).rest).toEqual([
      ['name', 'prod'],
      ['retentionDays', '30'],
    ]);
    expect(readDetail(null)).toEqual({ query: undefined, hidesNoise: false, rest: [] });
  });
});

describe('foldActivity', () => {
  it('leaves one row a search', () => {
    const search = row('query', 'verb: get');
    expect(foldActivity([row('facets', 'verb: get'), row('histogram', 'verb: get'), search])).toEqual([search]);
    const statement = row('query', '* | select 1');
    expect(foldActivity([row('histogram', '*'), statement])).toEqual([statement]);
  });

  it('keeps counts that somebody asked for by themselves', () => {
    const rows = [
      row('query', 'verb: get'),
      row('histogram', 'verb: list'),
      row('histogram', 'verb: get', '2026-11-21T16:05:00.000Z'),
      row('facets', 'verb: get', undefined, 'bob'),
    ];
    expect(foldActivity(rows)).toEqual(rows);
  });
});
