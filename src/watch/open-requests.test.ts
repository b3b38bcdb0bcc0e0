import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Heard } from './api-server.ts';
import { type Fleet, hearIn, ownerIn, requestsIn } from './fleet.ts';
import { leftOutBy } from './hours.ts';
import { type HeardRequests, OpenRequests, overdueMs } from './open-requests.ts';

const kind = 7;
const other = 8;

interface Told {
  readonly begun?: readonly number[];
  readonly ended?: readonly number[];
  readonly endedKinds?: readonly number[];
  readonly isCut?: boolean;
  readonly kind?: number;
  readonly source?: string;
}

const requestsOf = ({ begun = [], ended = [], endedKinds = [], isCut = false, ...told }: Told): HeardRequests => ({
  begun: new Map(begun.map((request) => [request, told.kind ?? kind])),
  ended,
  endedKinds,
  isCut,
});

/** API servers of a cluster, heard at some second. */
function watchFleet() {
  const open = new OpenRequests();
  let fleet: Fleet = [];
  let now = 0;
  return {
    hear(second: number, told: Told): void {
      now = second * 1000;
      const { source = 'a' } = told;
      const requests = requestsOf(told);
      const heard: Heard = { at: now, source, leases: [], events: 1, newestAt: now, truncated: 0, requests };
      fleet = hearIn(fleet, heard);
      fleet = requestsIn(fleet, open.take({ server: ownerIn(fleet, heard), requests, newestAt: now, at: now }), now);
    },
    of(name = 'a') {
      const server = fleet.find((one) => one.name === name);
      const { unfinished, unfinishedReason } = leftOutBy(server ?? { hours: [] }, now);
      return unfinished ?? unfinishedReason;
    },
  };
}

const late = overdueMs / 1000 + 1;

describe('a request whose end never came', () => {
  test('is counted once others of its kind have ended since, and it is overdue by the clock of its API server', () => {
    const on = watchFleet();
    on.hear(0, { begun: [1, 2] });
    on.hear(10, { ended: [2], endedKinds: [kind] });
    on.hear(late - 1, {});
    expect(on.of()).toBe(0);
    on.hear(late, {});
    expect(on.of()).toBe(1);
    on.hear(2 * late, {});
    expect(on.of()).toBe(1);
  });

  test('is none where its policy leaves out where requests begin, or where they end, for all or for this kind', () => {
    const noBegins = watchFleet();
    noBegins.hear(0, { ended: [1, 2, 3] });
    expect(noBegins.of()).toBe('no-begins');
    const noEnds = watchFleet();
    noEnds.hear(0, { begun: [1, 2, 3] });
    noEnds.hear(late, { begun: [4] });
    expect(noEnds.of()).toBe('no-ends');
    const notOfKind = watchFleet();
    notOfKind.hear(0, { begun: [1] });
    notOfKind.hear(1, { endedKinds: [other] });
    notOfKind.hear(late, {});
    expect(notOfKind.of()).toBe(0);
  });

  test('is none where its kind ended before, and no more since: the policy has changed', () => {
    const on = watchFleet();
    on.hear(0, { endedKinds: [kind] });
    on.hear(1, { begun: [1, 2, 3] });
    on.hear(1 + late, {});
    expect(on.of()).toBe(0);
  });

  test('is none any more when the end comes late, through whomever', () => {
    const on = watchFleet();
    on.hear(0, { begun: [1] });
    on.hear(1, { endedKinds: [kind] });
    on.hear(late, {});
    expect(on.of()).toBe(1);
    on.hear(late + 1, { ended: [1], source: 'b' });
    expect(on.of()).toBe(0);
    expect(on.of('b')).toBe('no-begins');
  });

  test('is none because a body came twice', () => {
    const on = watchFleet();
    on.hear(0, { begun: [1] });
    on.hear(1, { ended: [1], endedKinds: [kind] });
    on.hear(2, { begun: [1] });
    on.hear(2 + late, { endedKinds: [kind] });
    expect(on.of()).toBe(0);
  });

  test('is none because a body came twice, with thousands of ends between', () => {
    const on = watchFleet();
    on.hear(0, { begun: [1] });
    on.hear(1, { ended: [1], endedKinds: [kind] });
    for (let second = 2; second < 10; second += 1)
      on.hear(second, { ended: Array.from({ length: 1000 }, (_, index) => second * 1000 + index) });
    on.hear(11, { begun: [1] });
    on.hear(11 + late, { endedKinds: [kind] });
    expect(on.of()).toBe(0);
  });

  test('is counted from when a policy tells where requests begin', () => {
    const on = watchFleet();
    for (let second = 0; second < 7200; second += 60) on.hear(second, { ended: [second] });
    on.hear(7200, { begun: [1, 2] });
    on.hear(7201, { ended: [2], endedKinds: [kind] });
    on.hear(7200 + late, {});
    expect(on.of()).toBe(1);
  });

  test("is its own API server's, and waits as long as that one is silent", () => {
    const on = watchFleet();
    on.hear(0, { begun: [1], source: 'b' });
    on.hear(1, { endedKinds: [kind], source: 'b' });
    for (let second = 2; second < 3 * late; second += 60) on.hear(second, { endedKinds: [kind], source: 'a' });
    expect([on.of('a'), on.of('b')]).toEqual([0, 0]);
    on.hear(3 * late, { source: 'b' });
    expect([on.of('a'), on.of('b')]).toEqual([0, 1]);
  });

  test('is none where nobody knows which have ended', () => {
    const on = watchFleet();
    on.hear(0, { begun: [1] });
    on.hear(1, { endedKinds: [kind], isCut: true });
    on.hear(late, {});
    expect(on.of()).toBe(0);
  });

  test('is told where each event has a body of its own as well', () => {
    const on = watchFleet();
    on.hear(0, { begun: [1] });
    on.hear(1, { begun: [2] });
    on.hear(2, { ended: [2] });
    on.hear(late, {});
    expect(on.of()).toBe(1);
  });
});

test('requests that end are none of them, whatever comes between and in whatever order ends come', () => {
  const request = fc.record({ begin: fc.nat(1000), lasts: fc.nat(60), isLost: fc.boolean() });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 60 }), (all) => {
      const on = watchFleet();
      // Others of the kind end all the time.
      const others = Array.from({ length: 23 }, (_, index) => ({ at: index * 50, told: { endedKinds: [kind] } }));
      const own = all.flatMap(({ begin, lasts, isLost }, index) => [
        { at: begin, told: { begun: [index] } },
        ...(isLost ? [] : [{ at: begin + lasts + 1, told: { ended: [index] } }]),
      ]);
      const steps: { at: number; told: Told }[] = [...others, ...own];
      for (const { at, told } of steps.toSorted((a, b) => a.at - b.at)) on.hear(at, told);
      on.hear(1100 + late, {});
      expect(on.of()).toBe(all.filter(({ isLost }) => isLost).length);
    }),
  );
});

test('somebody who makes requests up takes no more memory than there is, and is heard', () => {
  const on = watchFleet();
  for (let second = 0; second < 100; second += 1)
    on.hear(second, { begun: Array.from({ length: 500 }, (_, index) => second * 500 + index) });
  on.hear(100, { endedKinds: [kind] });
  on.hear(100 + late, {});
  expect(on.of()).toBe(8192);
});
