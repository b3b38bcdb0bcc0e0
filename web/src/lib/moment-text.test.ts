import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentIn } from './moment-text.ts';

const now = Date.parse('2021-06-01T00:00:00Z');
const told = (text: string, zone = 'UTC'): string | undefined => {
  const moment = momentIn(text, zone, now);
  return moment === undefined ? undefined : new Date(moment).toISOString();
};

describe('the moment that a text tells', () => {
  it.each([
    ['2021-05-24T08:30:54Z', '2021-05-24T08:30:54.000Z'],
    ['2021-05-24T08:30:54.123456Z', '2021-05-24T08:30:54.123Z'],
    ['  2021-05-24 08:30:54,5 ', '2021-05-24T00:30:54.500Z'],
    ['2021-05-24T08:30:54+08:00', '2021-05-24T00:30:54.000Z'],
    ['2021-05-24 08:30:54.000 -0330', '2021-05-24T12:00:54.000Z'],
    ['{"stageTimestamp":"2021-05-24T08:30:54.000001Z","verb":"get"}', '2021-05-24T08:30:54.000Z'],
    ['1621844928', '2021-05-24T08:28:48.000Z'],
    ['1621844928.25', '2021-05-24T08:28:48.250Z'],
    ['1621844928123', '2021-05-24T08:28:48.123Z'],
    ['1621844928123456', '2021-05-24T08:28:48.123Z'],
    ['1621844928123456789', '2021-05-24T08:28:48.123Z'],
    ['I0524 08:30:54.123456       1 controller.go:116] synced', '2021-05-24T08:30:54.123Z'],
    ['E1224 08:30:54.000000 1 x.go:1] of the year before', '2020-12-24T08:30:54.000Z'],
    ['May 24 08:30:54 node-1 kubelet[812]: started', '2021-05-24T00:30:54.000Z'],
    ['<34>Oct  1 22:14:15 mymachine su: failed', '2020-10-01T14:14:15.000Z'],
    ['<165>1 2021-05-24T08:30:54.003Z mymachine app - - -', '2021-05-24T08:30:54.003Z'],
    ['Feb 29 10:00:00 host x', '2020-02-29T02:00:00.000Z'],
    ['', undefined],
    ['May the 24th', undefined],
    ['2021-13-24T08:30:54Z', undefined],
    ['2021-02-30T08:30:54Z', undefined],
    ['Feb 31 10:00:00 host x', undefined],
    ['12345', undefined],
  ])('%s', (text, moment) => expect(told(text, 'Asia/Shanghai')).toBe(moment));

  const moments = fc
    .date({ min: new Date('2020-07-01T00:00:00Z'), max: new Date('2021-05-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => Math.floor(date.getTime() / 1000) * 1000);
  const zones = fc.constantFrom('UTC', 'Asia/Shanghai', 'America/St_Johns');
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

  it('is what was written, in every form that names its zone', () => {
    fc.assert(
      fc.property(moments, zones, fc.constantFrom('', 'audit: ', '<34>1 '), (moment, zone, before) => {
        const text = new Date(moment).toISOString();
        const seconds = String(moment / 1000);
        const clock = /T([\d:]{8})/.exec(text)?.[1] ?? '';
        const [, monthText = '', dayText = ''] = text.slice(0, 10).split('-');
        for (const written of [
          before + text,
          seconds,
          `${seconds}000`,
          `W${monthText}${dayText} ${clock}.000001 1 a.go:1]`,
        ])
          expect([written, momentIn(written, zone, now)]).toEqual([written, moment]);
        const syslog = `${names[Number(monthText) - 1]} ${String(Number(dayText)).padStart(2)} ${clock} host app: x`;
        expect(momentIn(syslog, 'UTC', now)).toBe(moment);
      }),
    );
  });

  it('is found or not, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('0123456789-:T .ZIEMay+')) }),
        zones,
        (text, zone) => {
          const moment = momentIn(text, zone, now);
          expect(moment === undefined || Number.isFinite(moment)).toBe(true);
        },
      ),
    );
  });
});
