import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { caseMarkdown } from './markdown.ts';
import { fenced, inline, lines } from './markdown-text.ts';
import { eventLines } from './event-lines.ts';
import type { SeenCase, SeenEvent } from './seen-case.ts';

const raw =
  '{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a-1","stage":"ResponseComplete","verb":"delete","user":{"username":"<img src=x>|eve"},"sourceIPs":["10.0.0.1"],"objectRef":{"resource":"secrets","namespace":"shop","name":"``` # db"},"responseStatus":{"code":200},"big":1e400}';

function event(text: string, isWhole = true): SeenEvent {
  const bytes = Buffer.from(text);
  const sha256 = isWhole ? createHash('sha256').update(bytes).digest('hex') : undefined;
  const at = Date.UTC(2026, 10, 20, 18) * 1000;
  const told = { cluster: 'prod', auditId: 'a-1', stage: 'ResponseComplete', timeMicros: at };
  return { kind: 'event', ...told, bytes, sha256 };
}

function caseOf(...whats: SeenCase['pins'][number]['what'][]): SeenCase {
  const texts = { name: '# Who <b>', summary: '* one\n\n    two', isShared: true };
  return {
    kept: { id: 'c1', owner: 'ann', ownerSince: 0, createdAt: 0, updatedAt: 0, ...texts },
    isEditable: true,
    pins: whats.map((what, index) => ({ id: `p${index}`, note: '[x](javascript:alert(1))', pinnedAt: 0, what })),
  };
}

const options = { language: 'en', by: 'ann', at: Date.UTC(2026, 10, 21) };
const search = { kind: 'search', query: 'a | `b', fromMicros: 1e15, toMicros: 2e15, clusters: undefined } as const;

test.each([
  ['# a *b* _c_ [d](e) `f` | <g> & h', String.raw`\# a \*b\* \_c\_ \[d\]\(e\) \`f\` \| &lt;g&gt; &amp; h`],
  ['https://evil.example', String.raw`https\:\/\/evil\.example`],
  ['a\n# b', String.raw`a \# b`],
  ['right\u202Eleft', String.raw`rightU\+202Eleft`],
])('%j stays text', (text, markdown) => expect(inline(text)).toBe(markdown));

test('lines stay lines, and an empty one parts paragraphs', () => {
  expect(lines('one\r\n    two\n\n\n- three\n')).toBe('one  \ntwo\n\n\\- three');
});

test('a fence is longer than any within', () => {
  expect(fenced('````js')).toBe('`````\n````js\n`````');
});

test('an event is told with the bytes that came and their hash, and nothing in it becomes markup', () => {
  const markdown = caseMarkdown(caseOf(event(raw), search), options);
  expect(markdown).toContain(`\`\`\`\`json\n${raw}\n\`\`\`\``);
  expect(markdown).toContain(createHash('sha256').update(raw).digest('hex'));
  expect(markdown).toContain(String.raw`\[x\]\(javascript\:alert\(1\)\)`);
  const outside = markdown.replaceAll(/^(`{3,})[^\n]*\n[^]*?\n\1$/gm, '');
  expect(outside).not.toMatch(/<\w|[^\\]\]\(/);
  expect(outside).toContain(String.raw`| 1 | 2026\-11\-20T18\:00\:00\.000000Z | prod | &lt;img src\=x&gt;\|eve |`);
  // By time, whatever the order of the case.
  expect(outside.indexOf('| 2 |')).toBeLessThan(outside.indexOf('| 1 |'));
});

test('whoever may not see bodies is told so instead of a hash', () => {
  const markdown = caseMarkdown(caseOf(event(raw, false)), { ...options, language: 'ja' });
  expect(markdown).toContain('ハッシュもありません');
  expect(markdown).not.toContain('SHA-256 `');
});

test('bytes that are no text are written so that they can be had back', () => {
  const what = { ...event(raw), bytes: Uint8Array.of(0x22, 0xff, 0x22) };
  expect(caseMarkdown(caseOf(what), options)).toContain('```base64\nIv8i\n```');
});

test('the lines of events are as received; a break within an event becomes a space', () => {
  expect(eventLines(caseOf(event(raw), search, event('{\n"a": 1\n}'))).toString()).toBe(`${raw}\n{ "a": 1 }\n`);
});
