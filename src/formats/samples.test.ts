import { describe, expect, test } from 'vitest';
import { formats } from './registry.ts';
import { readLog } from './testkit/read-log.ts';
import { fullEvent, wrapperSamples } from './testkit/samples.ts';

describe.each(wrapperSamples)('$format: $title', ({ format, wrap }) => {
  const raw = wrap(fullEvent);

  test('gives the event, and nothing else', () => {
    const { events, wrappers, rejected } = readLog(raw);
    expect(rejected).toEqual([]);
    expect(events.map((event) => JSON.parse(event))).toEqual([JSON.parse(fullEvent)]);
    const [wrapper] = wrappers as readonly { readonly format: string; readonly rebuilt?: string }[];
    expect(wrapper?.format.split('/')[0]).toBe(format);
    expect(wrapper?.rebuilt === 'true' || events[0] === fullEvent).toBe(true);
  });

  test('gives the same where it is named, and nothing where it is said that there is no wrapper', () => {
    expect(readLog(raw, { format }).text).toBe(readLog(raw).text);
    expect(readLog(raw, { format: 'kubernetes' }).wrappers).toEqual([]);
  });

  test('is read up to a cut, wherever that is: nothing is made up, and nothing is lost without a word', () => {
    const whole = `${raw}\n`;
    for (let at = 1; at < whole.length; at += Math.ceil(whole.length / 90)) {
      const { events, rejected, otherLogs } = readLog(whole.slice(0, at), { size: 1000 });
      const given = new Set(events.map((event) => JSON.stringify(JSON.parse(event))));
      if (given.size > 0) expect(given).toEqual(new Set([JSON.stringify(JSON.parse(fullEvent))]));
      else if (at > 400) expect([...rejected, ...otherLogs].length).toBeGreaterThan(0);
    }
  });
});

test('there is a sample of every wrapper', () => {
  const named = formats.filter(({ wrapper }) => wrapper).map(({ name }) => name);
  expect(new Set(wrapperSamples.map(({ format }) => format))).toEqual(new Set(named));
});
