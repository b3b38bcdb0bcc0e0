import { describe, expect, test } from 'vitest';
import { createLogReader } from './index.ts';
import { eventLine, eventsOf, readLog, tools } from './testkit/read-log.ts';
import { fullEvent } from './testkit/samples.ts';

const time = '2026-11-28T20:10:00.123456789Z';
const cri = (text: string, tag = 'F', stream = 'stdout'): string => `${time} ${stream} ${tag} ${text}`;
const klog = 'I1128 20:10:00.000000       1 httplog.go:132] "HTTP" verb="GET"';

describe('other logs in a wrapper', () => {
  test('are passed over and counted, with the line of the first', () => {
    const { events, rejected, otherLogs } = readLog(
      [
        cri(eventLine(1)),
        cri(klog),
        cri(''),
        cri(klog),
        cri('listening on :6443'),
        cri('{"msg":"started"}'),
        cri(eventLine(2)),
      ].join('\n'),
    );
    expect(events).toEqual([eventLine(1), eventLine(2)]);
    expect(rejected).toEqual([]);
    expect(otherLogs).toEqual([
      expect.stringMatching(/^2 from line 2: .*klog/),
      '2 from line 5: lines that hold no part of an event',
    ]);
  });

  test('in no wrapper are left to the server', () => {
    expect(readLog(`${klog}\n${eventLine(1)}`)).toMatchObject({ rejected: [klog], otherLogs: [] });
  });

  test.each([
    [
      'AKS',
      '{"category":"kube-scheduler","resourceId":"/x","properties":{"log":"I1128 a"}}',
      'the category "kube-scheduler"',
    ],
    ['EKS', '{"events":[{"logStreamName":"authenticator-1","message":"time=1"}]}', 'streams of CloudWatch'],
    [
      'CloudWatch',
      '{"messageType":"CONTROL_MESSAGE","logEvents":[{"message":"CWL CONTROL MESSAGE"}]}',
      'messages of CloudWatch',
    ],
    ['OpenShift', '{"log_type":"audit","log_source":"auditd","message":"type=BPF"}', 'records of "auditd"'],
  ])('of %s are told from events by what the wrapper says', (_name, line, title) => {
    const { text, otherLogs } = readLog(line);
    expect(text).toBe('');
    expect(otherLogs).toEqual([expect.stringContaining(title)]);
  });
});

describe('parts of lines', () => {
  const [first, second] = [eventLine(1), eventLine(2)];

  test('are joined for each stream by itself', () => {
    const log = [
      cri(first.slice(0, 50), 'P'),
      cri(second.slice(0, 90), 'P', 'stderr'),
      cri(first.slice(50, 60), 'P'),
      cri(second.slice(90), 'F', 'stderr'),
      cri(first.slice(60)),
    ].join('\n');
    const { events, wrappers } = readLog(log);
    expect(events).toEqual([second, first]);
    expect(wrappers).toEqual([
      { format: 'cri', stream: 'stderr' },
      { format: 'cri', stream: 'stdout' },
    ]);
  });

  test('whose end does not come are rejected as far as they came', () => {
    const { events, rejected } = readLog(`${cri(first.slice(0, 90), 'P')}\n${cri(second, 'F', 'stderr')}\n`);
    expect(events).toEqual([second]);
    expect(rejected).toEqual([first.slice(0, 90)]);
  });

  test('of more than is held are given up, the oldest first, and lose nothing else', () => {
    const record = (container: string, log: string, tag: string): string =>
      JSON.stringify({ log, logtag: tag, kubernetes: { container_name: container } });
    const open = Array.from({ length: 70 }, (_, id) => record(`c${id}`, eventLine(id).slice(0, 80), 'P'));
    const closed = Array.from({ length: 70 }, (_, id) => record(`c${id}`, eventLine(id).slice(80), 'F'));
    const { events, rejected } = readLog([...open, ...closed].join('\n'));
    expect(events).toHaveLength(64);
    // Both halves of each that was given up, and none with a half of another.
    expect(rejected).toHaveLength(12);
  });

  test('that are larger together than may be held are given up', () => {
    const part = cri('x'.repeat(1000), 'P');
    const reader = createLogReader({ maxRecordBytes: 10_000, tools });
    let most = 0;
    let given = 0;
    for (let index = 0; index < 100; index += 1) {
      given += reader.push(Buffer.from(`${part}\n`)).reduce((sum, { bytes }) => sum + bytes.length, 0);
      most = Math.max(most, (index + 1) * 1000 - given);
    }
    expect(most).toBeLessThan(12_000);
  });

  test('of Docker that are whole by themselves need no newline', () => {
    const line = (log: string): string => JSON.stringify({ log, stream: 'stdout' });
    expect(readLog([line(first), line(second)].join('\n')).events).toEqual([first, second]);
  });
});

describe('what a wrapper tells', () => {
  test('has its time only where the event has none', () => {
    const without = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"1","verb":"get"}';
    expect(readLog(cri(without)).wrappers).toEqual([{ format: 'cri', stream: 'stdout', time }]);
    expect(readLog(cri(eventLine(1))).wrappers).toEqual([{ format: 'cri', stream: 'stdout' }]);
  });

  test('is cut where it is very long, and is left out where it is no name', () => {
    const record = {
      log: eventLine(1),
      host: 'h'.repeat(900),
      kubernetes: { pod_name: { a: 1 }, host: '' },
      stream: 7,
    };
    expect(readLog(JSON.stringify(record)).wrappers).toEqual([
      { format: 'fluent', host: 'h'.repeat(500), stream: '7' },
    ]);
  });
});

describe('an event', () => {
  test('whose bytes are no UTF-8 keeps them', () => {
    const event = Buffer.from(eventLine(1));
    const at = event.indexOf('/pods');
    const odd = Buffer.concat([event.subarray(0, at), Buffer.from([0xff, 0xc3]), event.subarray(at)]);
    const docker = Buffer.concat([
      Buffer.from('{"log":"'),
      Buffer.from(odd.toString('latin1').replaceAll(/["\\]/g, '\\$&'), 'latin1'),
      Buffer.from('\\n","stream":"stdout"}\n'),
    ]);
    const reader = createLogReader({ maxRecordBytes: 1 << 20, tools });
    const pieces = [...reader.push(docker), ...reader.end()].map(({ bytes }) => bytes);
    expect(Buffer.concat(pieces).includes(odd)).toBe(true);
  });

  test('that stands in the body of another is not taken for one, however it is printed', () => {
    const inner = {
      message: fullEvent,
      log: fullEvent,
      stream: 'stdout',
      events: [{ logStreamName: 'a', message: fullEvent }],
    };
    const outer = {
      ...JSON.parse(eventLine(1)),
      requestObject: { items: Array.from({ length: 300 }, () => inner) },
    } as unknown;
    for (const spaces of [undefined, 2]) {
      for (const log of [JSON.stringify(outer, undefined, spaces), JSON.stringify([outer], undefined, spaces)]) {
        const { events, wrappers } = readLog(log);
        expect(events.map((event) => JSON.parse(event))).toEqual([outer]);
        expect(wrappers).toEqual([]);
      }
    }
  });

  test('of a list in a wrapper is an event like others', () => {
    const list = `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[${eventLine(1)},${eventLine(2)}]}`;
    expect(readLog(JSON.stringify({ message: list })).events).toEqual([eventLine(1), eventLine(2)]);
  });

  test('in wrappers within wrappers is found as deep as anybody has them, and not deeper', () => {
    const wrapped = (depth: number): string =>
      depth === 0 ? eventLine(1) : JSON.stringify({ message: wrapped(depth - 1), host: 'h' });
    expect(readLog(wrapped(4)).events).toEqual([eventLine(1)]);
    expect(readLog(wrapped(5)).events).toEqual([]);
    expect(readLog(wrapped(5)).rejected).toHaveLength(1);
  });

  test('that was cut is rejected, and not passed over', () => {
    const cut = `${eventLine(1).slice(0, 200)}[Truncated...]`;
    for (const text of [cut, eventLine(1).slice(200)]) {
      const line = JSON.stringify({ events: [{ logStreamName: 'kube-apiserver-audit-1', message: text }] });
      expect(readLog(line)).toMatchObject({ events: [], rejected: [text], otherLogs: [] });
    }
  });
});

describe('a list', () => {
  test.each([
    ['CloudWatch', (message: unknown) => ({ logStreamName: 'kube-apiserver-audit-1', message }), 'events'],
    ['AKS', (log: unknown) => ({ category: 'kube-audit', resourceId: '/x', properties: { log } }), 'records'],
  ])('of %s of which an item is not as it should be costs that alone', (_name, item, name) => {
    const items = [item(eventLine(1)), item(7), item('{"auditID":'), item('started'), item(eventLine(2))];
    const { events, rejected, otherLogs } = readLog(JSON.stringify({ [name]: items }));
    expect(events).toEqual([eventLine(1), eventLine(2)]);
    expect(rejected).toEqual([JSON.stringify(item(7)), '{"auditID":']);
    expect(otherLogs).toHaveLength(1);
  });
});

test('what is only named is not taken for a wrapper that looks like it, nor a line that ends like the name of a file', () => {
  const legacy = '2026-11-28T20:10:00.000Z AUDIT: id="1" stage="ResponseComplete" ip="::1" method="get"';
  expect(readLog(`${legacy}\nan error occurred:\n`)).toMatchObject({
    otherLogs: [],
    rejected: [legacy, 'an error occurred:'],
  });
});

describe('a document that is too large to be held', () => {
  const documents: readonly (readonly [name: string, head: string, item: (id: number) => string, tail: string])[] = [
    [
      'CloudWatch',
      '{\n  "events": [\n',
      (id) => JSON.stringify({ logStreamName: 'kube-apiserver-audit-1', message: eventLine(id) }, undefined, 2),
      '\n  ],\n  "searchedLogStreams": [{"a":"]}"}],\n  "nextToken": null\n}\n',
    ],
    [
      'a subscription',
      '{"messageType":"DATA_MESSAGE","logStream":"s","logEvents":[',
      (id) => JSON.stringify({ id, message: eventLine(id) }),
      '],"logGroup":"g"}\n',
    ],
    [
      'AKS',
      '{"records":[',
      (id) => JSON.stringify({ category: 'kube-audit', resourceId: '/x', properties: { log: eventLine(id) } }),
      ']}',
    ],
    ['an array', '[', (id) => JSON.stringify({ log: eventLine(id), date: id }), ']\n'],
  ];

  test.each(documents)('is read item by item: %s', (_name, head, item, tail) => {
    const items = Array.from({ length: 60 }, (_, id) => item(id)).join(',');
    const log = `${cri(eventLine('before'))}\n${head}${items}${tail}${cri(eventLine('after'))}\n`;
    const expected = [eventLine('before'), ...Array.from({ length: 60 }, (_, id) => eventLine(id)), eventLine('after')];
    for (const size of [100, 4096, 1 << 20]) {
      const { events, rejected } = readLog(log, { size, maxRecordBytes: 5000 });
      expect(events).toEqual(expected);
      expect(rejected).toEqual([]);
    }
  });

  test.each(documents)('is read up to where it breaks off: %s', (_name, head, item) => {
    const whole = Array.from({ length: 30 }, (_, id) => item(id)).join(',');
    for (const maxRecordBytes of [5000, 1 << 20]) {
      const { events, rejected } = readLog(`${head}${whole},${item(30).slice(0, -40)}`, { maxRecordBytes });
      expect(events).toEqual(Array.from({ length: 30 }, (_, id) => eventLine(id)));
      expect(rejected.length).toBeGreaterThan(0);
    }
  });

  test('gives its items as they come', () => {
    const [, head = '', item] = documents[0] ?? [];
    const reader = createLogReader({ maxRecordBytes: 5000, tools });
    reader.push(Buffer.from(head));
    let given = 0;
    for (let id = 0; id < 40; id += 1) {
      const pieces = reader.push(Buffer.from(`${item?.(id)},`));
      given += eventsOf(Buffer.concat(pieces.map(({ bytes }) => bytes))).length;
    }
    expect(given).toBeGreaterThan(30);
  });

  test('of no wrapper is left to the server, with all that is in it', () => {
    const events = Array.from({ length: 40 }, (_, id) => JSON.parse(eventLine(id)) as unknown);
    const list = { apiVersion: 'audit.k8s.io/v1', items: events, kind: 'EventList' };
    for (const text of [JSON.stringify(list), JSON.stringify(list, undefined, 2), JSON.stringify(events, undefined, 1)])
      expect(readLog(text, { maxRecordBytes: 5000 }).events.map((event) => JSON.parse(event))).toEqual(events);
  });
});

describe('a line', () => {
  test('that is longer than may be held goes on as it is, and says that it does', () => {
    const long = eventLine(1, `,"requestObject":{"a":"${'x'.repeat(20_000)}"}`);
    const { pieces, events } = readLog(`${long}\n${cri(eventLine(2))}\n`, { size: 1000, maxRecordBytes: 5000 });
    expect(events).toEqual([long, eventLine(2)]);
    expect(pieces.filter(({ isOpen }) => isOpen).length).toBeGreaterThan(3);
    expect(pieces.at(-1)?.isOpen).toBe(false);
  });

  test('behind a byte order mark, zeros or blanks is told as others are', () => {
    for (const before of ['\ufeff', '\u0000'.repeat(3000), '  ', '\r\n\n'])
      for (const line of [cri(eventLine(1)), JSON.stringify({ message: eventLine(1) }), eventLine(1)])
        expect(readLog(`${before}${line}\n`).events).toEqual([eventLine(1)]);
  });

  test('of objects one behind the other is several records', () => {
    const record = (id: number): string =>
      JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [{ message: eventLine(id) }] });
    expect(readLog(`${record(1)}${record(2)}${record(3)}\n`).events).toEqual([1, 2, 3].map((id) => eventLine(id)));
  });
});

test('a log whose wrapper is named is read so, where looking would not tell', () => {
  const odd = JSON.stringify({ message: { kind: 'Event', apiVersion: 'audit.k8s.io/v1', verb: 'get' } });
  expect(readLog(odd).otherLogs).toEqual([]);
  const named = readLog(`file with blanks: ${eventLine(1)}`, { format: 'grep' });
  expect(named.events).toEqual([eventLine(1)]);
});

test('what cannot be read says in which wrapper it stood', () => {
  const cut = eventLine(1).slice(0, 200);
  const { pieces } = readLog(`${cri(cut)}\n${klog}\n${JSON.stringify({ log: { protoPayload: {} } })}\n`);
  const told = pieces.map(({ bytes, within }) => [Buffer.from(bytes).toString(), within]);
  expect(told).toEqual([
    [`\u001e${cut}\u001e\n`, expect.stringContaining('kubelet')],
    [`${klog}\n`, undefined],
    ['\u001e{"protoPayload":{}}\u001e\n', expect.stringContaining('log agent')],
    ['', undefined],
  ]);
});
