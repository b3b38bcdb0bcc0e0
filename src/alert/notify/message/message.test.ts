import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cause, over } from '../testkit.ts';
import { alertMessage, digestMessage, groupMessage, type Style } from './index.ts';

const style: Style = { language: 'en', publicUrl: 'https://audit.example/', now: 1_763_661_700_000 };

const shell = cause('eve', {
  severity: 'critical',
  clusters: ['prod-eu'],
  project: 'europe',
  evidence: {
    query: 'user.username: "eve" and verb: create',
    from: '2025-11-20T18:00:00Z',
    to: '2025-11-20T18:05:00Z',
  },
  annotations: {
    en: { title: 'Shell by eve', desc: 'container app', runbook: 'call ann' },
    'zh-CN': { title: 'eve 打开了 shell' },
  },
  labels: { user: 'eve' },
  rows: [{ user: 'eve', command: 'sh -c id', ip: '203.0.113.9' }],
  rowCount: 3,
});

test('a message says what, who, since when and where, and leads to the alert and to its events', () => {
  const message = alertMessage(shell, style, { problem: shell.episode });
  expect(message).toMatchObject({
    kind: 'alert',
    severity: 'critical',
    title: 'Shell by eve',
    text: 'container app',
    labels: { alertname: 'exec', user: 'eve' },
    problem: shell.episode,
  });
  expect(message.facts.map(({ name, value }) => `${name}: ${value}`)).toEqual([
    'Rule: Command executed in a container',
    'Severity: critical',
    'Status: firing',
    'Since: 2025-11-20 18:00:00 UTC',
    'Clusters: prod-eu',
    'Project: europe',
    'user: eve',
    'runbook: call ann',
    'command: sh -c id',
    'ip: 203.0.113.9',
    'Matches: 3',
  ]);
  const [alert, events] = message.links.map(({ url }) => new URL(url));
  expect([alert?.pathname, alert?.searchParams.get('cause')]).toEqual(['/alerts/history', shell.key]);
  expect([events?.pathname, events?.searchParams.get('q')]).toEqual(['/explore', shell.evidence?.query]);
  expect(JSON.parse(events?.searchParams.get('clusters') ?? '')).toEqual(['prod-eu']);
});

test('machines are given the members that SLS names', () => {
  const { data } = alertMessage(over(shell), style);
  expect(data).toMatchObject({
    alert_id: 'exec',
    alert_name: 'Command executed in a container',
    status: 'resolved',
    severity: 'critical',
    labels: { user: 'eve' },
    annotations: { title: 'Shell by eve', desc: 'container app' },
    results: [
      { query: shell.evidence?.query, raw_results_count: 3, fire_result: { ip: '203.0.113.9' }, truncated: true },
    ],
    fire_results_count: 3,
    fire_time: 1_763_661_600,
    resolve_time: 1_763_661_660,
    alert_time: 1_763_661_700,
  });
  expect(alertMessage(shell, style).data['resolve_time']).toBe(0);
});

test('a text that there is not in a language is taken of another', () => {
  const chinese = alertMessage(shell, { ...style, language: 'zh-CN' });
  expect([chinese.title, chinese.text, chinese.facts[1]]).toEqual([
    'eve 打开了 shell',
    'container app',
    { name: '严重度', value: '严重' },
  ]);
});

test('a server without a public address makes no links', () => {
  expect(alertMessage(shell, { ...style, publicUrl: undefined }).links).toEqual([]);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '[x](http://evil) @all',
    '<!channel> <script>',
    '\r\nBcc: a@b',
    '**',
    '‮',
    '\u0000',
    '__proto__',
    'x'.repeat(100_000),
  ),
);

test('whatever events hold stays text, of a bounded size, and never becomes an address', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (title, value, name) => {
      const one = cause('eve', {
        annotations: { en: { title, desc: value } },
        labels: { [name]: value },
        rows: [{ [name]: value, other: title }],
        displayName: name,
        evidence: { query: value, from: title, to: name },
        faults: [title],
      });
      const members = Array.from({ length: 30 }, (_, index) => ({
        id: String(index),
        cause: one,
        news: 1,
        told: [],
        isPosted: true,
      }));
      const telling = { channel: 'x', firing: members, repeated: [], over: [], open: 30, overflow: [] };
      const { rule, severity, displayName, annotations, scope } = one;
      const counted = { rule, severity, displayName, scope, count: 9, firstAt: 1, lastAt: 2, samples: [annotations] };
      for (const message of [
        alertMessage(one, style),
        groupMessage(telling, style, 'p'),
        digestMessage(severity, [counted], style),
      ]) {
        expect(message.title).not.toMatch(/[\r\n]/);
        expect(message.title.length).toBeLessThan(300);
        expect(message.text.length).toBeLessThan(12_000);
        for (const { name: of, value: shown } of message.facts) expect(`${of}${shown}`).not.toMatch(/[\r\n]/);
        for (const { url } of message.links) expect(new URL(url).origin).toBe('https://audit.example');
      }
    }),
    { numRuns: 200 },
  );
});
