import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAuditMetrics } from './audit-metrics.ts';
import { ratioOf } from './completeness.ts';
import { expectedOf } from './expected.ts';
import { joinSameProcess } from './same-process.ts';

const sample = (at: number, value: number, startedAt?: number) => ({ at, value, startedAt });
const asked = { from: 0, to: 1_000_000 };

describe('what is expected of a period', () => {
  test('is the increase of the counter between its first and its last sample', () => {
    const series = [{ source: 'a', samples: [sample(100, 5000), sample(200, 5100), sample(300, 5250)] }];
    expect(expectedOf(series, asked)).toEqual({
      period: { from: 100, to: 300 },
      events: 250,
      sources: [{ source: 'a', events: 250, resets: 0 }],
    });
  });

  test('goes back to the start of the process where that lies within the period', () => {
    const series = [{ source: 'a', samples: [sample(100_000, 40, 50_000), sample(200_000, 90, 50_000)] }];
    expect(expectedOf(series, asked)).toMatchObject({ period: { from: 50_000, to: 200_000 }, events: 90 });
    expect(expectedOf(series, { from: 60_000, to: 300_000 })).toMatchObject({
      period: { from: 100_000, to: 200_000 },
      events: 50,
    });
  });

  test('sees a restart by the start of the process, also where the new counter is ahead of the old one', () => {
    const samples = [sample(100_000, 40, 1), sample(200_000, 100, 1), sample(300_000, 120, 250_000)];
    expect(expectedOf([{ source: 'a', samples }], { from: 10_000, to: 300_000 })).toMatchObject({
      events: 180,
      sources: [{ resets: 1 }],
    });
  });

  test('of one API server that is read under two names is counted once', () => {
    const series = [
      { source: '10.0.0.1:6443', samples: [sample(100_000, 40, 50_000), sample(200_000, 90, 50_000)] },
      { source: 'cp-1', samples: [sample(150_000, 60, 50_000), sample(250_000, 120, 50_000)] },
      { source: 'cp-2', samples: [sample(150_000, 7, 60_000), sample(250_000, 9, 60_000)] },
    ];
    expect(expectedOf(joinSameProcess(series), asked)).toMatchObject({
      period: { from: 50_000, to: 250_000 },
      events: 129,
      sources: [{ source: '10.0.0.1:6443, cp-1', events: 120 }, { source: 'cp-2' }],
    });
  });

  test('of two API servers that began in the same hundredth of a second is still their sum', () => {
    const series = [
      { source: 'a', samples: [sample(100_000, 1000, 50_000), sample(200_000, 2000, 50_000)] },
      { source: 'b', samples: [sample(110_000, 10, 50_000), sample(200_000, 20, 50_000)] },
    ];
    expect(joinSameProcess(series)).toHaveLength(2);
  });

  test('of several API servers is their sum over what is known of all of them', () => {
    const series = [
      { source: 'a', samples: [sample(0, 0), sample(100_000, 100), sample(200_000, 200)] },
      { source: 'b', samples: [sample(100_000, 1000), sample(200_000, 1010)] },
    ];
    expect(expectedOf(series, asked)).toMatchObject({ period: { from: 100_000, to: 200_000 }, events: 110 });
  });

  test('counts an API server that came later from its start, and one that is gone to its end', () => {
    const series = [
      { source: 'a', samples: [sample(1000, 500), sample(300_000, 600), sample(900_000, 700)] },
      { source: 'new', samples: [sample(500_000, 30, 450_000), sample(900_000, 70, 450_000)] },
      { source: 'gone', samples: [sample(1000, 10), sample(300_000, 25)] },
    ];
    expect(expectedOf(series, asked)).toMatchObject({ period: { from: 1000, to: 900_000 }, events: 200 + 70 + 15 });
  });

  test('is unknown without two samples', () => {
    expect(expectedOf([], asked)).toBeUndefined();
    expect(expectedOf([{ source: 'a', samples: [sample(100, 5)] }], asked)).toBeUndefined();
  });

  test('is what was counted, wherever processes begin anew and whenever somebody looks', () => {
    // A process counts up by steps and restarts now and then, always just after it was looked at: then nothing is lost.
    const step = fc.record({ count: fc.nat(1000), restarts: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), fc.boolean(), (steps, saysStart) => {
        let [value, startedAt, counted] = [7, -50_000, 0];
        const samples = [sample(0, value, saysStart ? startedAt : undefined)];
        for (const [index, { count, restarts }] of steps.entries()) {
          const before = samples.at(-1)?.value ?? 0;
          // Without the start of the process a restart shows by a smaller value alone.
          if (restarts && (saysStart || count < before)) [value, startedAt] = [0, index * 10_000 + 2500];
          value += count;
          counted += count;
          samples.push(sample((index + 1) * 10_000, value, saysStart ? startedAt : undefined));
        }
        expect(expectedOf([{ source: 'a', samples }], asked)?.events).toBe(counted);
      }),
    );
  });

  test('is never negative, whatever the samples say', () => {
    const any = fc.record({
      at: fc.nat(1_000_000),
      value: fc.nat(),
      startedAt: fc.option(fc.nat(1_000_000), { nil: undefined }),
    });
    const series = fc.array(any, { maxLength: 30 }).map((samples) => ({
      source: 'a',
      samples: samples.toSorted((a, b) => a.at - b.at),
    }));
    fc.assert(
      fc.property(fc.array(series, { maxLength: 4 }), (many) => {
        const expected = expectedOf(many, asked);
        for (const { events } of expected?.sources ?? []) expect(events).toBeGreaterThanOrEqual(0);
        if (expected) expect(expected.period.from).toBeLessThan(expected.period.to);
      }),
    );
  });
});

describe('the ratio', () => {
  test('is stored by expected, and 1 at most', () => {
    expect(ratioOf({ events: 1000 }, 900)).toEqual({ ratio: 0.9, reason: null });
    expect(ratioOf({ events: 1000 }, 1005)).toEqual({ ratio: 1, reason: null });
    expect(ratioOf({ events: 1000 }, 0)).toEqual({ ratio: 0, reason: null });
  });

  test('is not there where it would say nothing', () => {
    expect(ratioOf({ events: 1000 }, 1500)).toEqual({ ratio: null, reason: 'more-stored-than-expected' });
    expect(ratioOf({ events: 0 }, 0)).toEqual({ ratio: null, reason: 'nothing-expected' });
    expect(ratioOf({ events: 0 }, 500)).toEqual({ ratio: null, reason: 'more-stored-than-expected' });
  });
});

describe('metrics of kube-apiserver', () => {
  test('are found among all the others', () => {
    const text = [
      '# HELP apiserver_audit_event_total [ALPHA] Counter of audit events generated and sent to the audit backend.',
      '# TYPE apiserver_audit_event_total counter',
      'apiserver_audit_event_total 1.2345e+04',
      'apiserver_audit_level_total{level="Metadata"} 99',
      'apiserver_audit_error_total{plugin="webhook"} 3',
      'apiserver_audit_error_total{plugin="buffered"} 4',
      'apiserver_audit_requests_rejected_total 2',
      'process_start_time_seconds 1.76366160025e+09',
    ].join('\n');
    expect(readAuditMetrics(text)).toEqual({ events: 12_345, errors: 7, rejected: 2, startedAt: 1_763_661_600_250 });
  });

  test('are not there where audit events are not counted', () => {
    expect(readAuditMetrics('process_start_time_seconds 5\n')).toBeUndefined();
    expect(readAuditMetrics('apiserver_audit_event_total NaN\n')).toBeUndefined();
    expect(readAuditMetrics('<html>')).toBeUndefined();
  });
});
