import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../api/audit-event.ts';
import { type EventItem, toItem } from '../use-log.ts';
import { listRows, placeOfRow, rowAfter, rowOfEvent } from './list-rows.ts';

let ids = 0;

function item(second: number, more: object = {}): EventItem {
  ids += 1;
  const time = `2026-11-20T18:05:${String(second).padStart(2, '0')}.000000Z`;
  const event = {
    auditID: `id-${ids}`,
    stage: 'ResponseComplete',
    verb: 'list',
    user: { username: 'mallory' },
    objectRef: { resource: 'secrets', namespace: `team-${ids}` },
    responseStatus: { code: 403 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    ...more,
  };
  return toItem(readEvent(JSON.stringify(event)));
}

const exec = {
  auditID: 'exec',
  verb: 'get',
  objectRef: { resource: 'pods', namespace: 'prod', name: 'web', subresource: 'exec' },
  requestURI: '/api/v1/namespaces/prod/pods/web/exec?command=ls',
  requestReceivedTimestamp: '2026-11-20T18:05:00.000000Z',
};
const started = item(1, { ...exec, stage: 'ResponseStarted', responseStatus: { code: 101 } });
const ended = item(9, { ...exec, responseStatus: { code: 500 } });

const none = new Set<string>();
const keysOf = (rows: ReturnType<typeof listRows>, at = 0): ReadonlySet<string> => new Set(rows[at]?.fold?.keys);

describe('stages of one operation', () => {
  it('are one row, which tells how it ended, at the time of the first of them in the list', () => {
    const other = item(5);
    const newest = listRows([ended, other, started], false, none);
    expect(newest.map(({ items }) => items.length)).toEqual([2, 1]);
    expect(newest[0]).toMatchObject({ fold: { kind: 'stages', count: 2, isOpen: false }, opens: ended });

    const oldest = listRows([started, other, ended], false, none);
    expect(oldest[0]).toMatchObject({ opens: ended, item: { facts: { outcome: 'failed', at: started.facts.at } } });
    expect(oldest[1]?.item).toBe(other);
  });

  it('are unfolded below it, in their order', () => {
    const folded = listRows([ended, started], false, none);
    const rows = listRows([ended, started], false, keysOf(folded));
    expect(rows.map(({ item: { facts }, depth }) => `${depth} ${facts.stage}`)).toEqual([
      '0 ResponseComplete',
      '1 ResponseComplete',
      '1 ResponseStarted',
    ]);
    expect(rowOfEvent(rows, (one) => one === started)).toBe(2);
    expect(rowOfEvent(folded, (one) => one === started)).toBe(0);
    expect(rowOfEvent(folded, () => false)).toBe(-1);
  });

  it('are left upwards past their head, which opens one of them', () => {
    const above = item(12);
    const closed = listRows([above, ended, started], false, none);
    const rows = listRows([above, ended, started], false, keysOf(closed, 1));
    const up = (at: number, open?: EventItem) => rowAfter(rows, { at, open }, -1);
    expect(up(3, started)).toBe(2);
    expect(up(2, ended)).toBe(0);
    expect(up(2)).toBe(1);
    expect(rowAfter(rows, { at: 0, open: above }, 1)).toBe(1);
  });

  it('are not those of requests that share nothing but an id that the client chose', () => {
    const shared = { auditID: 'chosen' };
    expect(listRows([item(1, shared), item(2, shared), item(3, shared)], false, none)).toHaveLength(3);
    const twice = item(4, { ...shared, stage: 'ResponseStarted' });
    const again = item(4, { ...shared, stage: 'ResponseStarted', level: 'Request' });
    expect(listRows([twice, again], false, none)).toHaveLength(2);
    const nameless = { auditID: '', requestReceivedTimestamp: exec.requestReceivedTimestamp };
    expect(listRows([item(1, nameless), item(1, { ...nameless, stage: 'Panic' })], false, none)).toHaveLength(2);
  });
});

describe('what is alike', () => {
  const inThree = { objectRef: { resource: 'secrets', namespace: 'team-a' } };
  const events = [item(9), item(8), item(7, inThree), item(6, inThree), item(5, { verb: 'get' }), item(4), item(3)];

  it('stands in one row where there are three in a row, with what they have in common', () => {
    const rows = listRows(events, true, none);
    expect(rows.map(({ items }) => items.length)).toEqual([4, 1, 1, 1]);
    expect(rows[0]).toMatchObject({
      fold: { kind: 'alike', count: 4, namespaces: 3, names: 0 },
      item: { facts: { verb: 'list', namespace: '', code: 403, at: events[0]?.facts.at } },
    });
    expect(listRows(events, false, none)).toHaveLength(7);
  });

  it('is other user, verb, resource, outcome or command another row', () => {
    for (const more of [
      { user: { username: 'alice' } },
      { verb: 'get' },
      { objectRef: { resource: 'pods' } },
      { responseStatus: { code: 200 } },
      { __cluster__: 'edge' },
      { impersonatedUser: { username: 'root' } },
    ])
      expect(listRows([item(9), item(8), item(7, more), item(6)], true, none)).toHaveLength(4);
    const run = (command: string): EventItem =>
      item(1, { ...exec, auditID: command, requestURI: `/api/v1/namespaces/prod/pods/web/exec?command=${command}` });
    expect(listRows([run('ls'), run('cat'), run('id')], true, none)).toHaveLength(3);
  });

  it('stays unfolded when more of it comes, and holds operations with their stages', () => {
    const open = keysOf(listRows(events.slice(1, 4), true, none));
    expect(listRows(events, true, open).map(({ depth }) => depth)).toEqual([0, 1, 1, 1, 1, 0, 0, 0]);

    const runs = [1, 2, 3].flatMap((second) => {
      const more = {
        ...exec,
        auditID: `run-${second}`,
        requestReceivedTimestamp: `2026-11-20T18:05:0${second}.000000Z`,
      };
      return [item(second, more), item(second, { ...more, stage: 'ResponseStarted' })];
    });
    const [row] = listRows(runs, true, none);
    expect(row).toMatchObject({ fold: { kind: 'alike', count: 3 } });
    expect(row?.items).toHaveLength(6);
    const unfolded = listRows(runs, true, new Set(row?.fold?.keys));
    expect(unfolded.map(({ fold }) => fold?.kind)).toEqual(['alike', 'stages', 'stages', 'stages']);
  });
});

describe('the chosen row', () => {
  it('is the same one when newer events come above it, and the row that holds its event when it is folded away', () => {
    const events = [item(3, exec), item(2), item(1, { ...exec, stage: 'ResponseStarted' })];
    const chosen = listRows(events, false, none)[1];
    if (!chosen) throw new Error('there are two rows');
    expect(placeOfRow(listRows([item(9, { verb: 'get' }), ...events], false, none), chosen)).toBe(2);

    const unfolded = listRows(events, false, new Set(listRows(events, false, none)[0]?.fold?.keys));
    const stage = unfolded.find(({ isStage }) => isStage);
    if (!stage) throw new Error('its stages are rows');
    expect(placeOfRow(listRows(events, false, none), stage)).toBe(0);
  });
});
