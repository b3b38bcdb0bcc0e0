import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Backend, disableAudit, enableAudit, noHostFiles, readManifest } from './index.ts';
import { enableOptions, plainStyle, writeManifest, type ManifestStyle } from './testkit.ts';

const styles: fc.Arbitrary<ManifestStyle> = fc.record({
  indent: fc.constantFrom(0, 2),
  lineBreak: fc.constantFrom('\n', '\r\n'),
  endsWithBreak: fc.boolean(),
  comments: fc.boolean(),
  quote: fc.constantFrom('', "'", '"'),
  separate: fc.boolean(),
  runner: fc.boolean(),
  flowCommand: fc.boolean(),
  mounts: fc.constantFrom('some', 'none', 'empty'),
  volumesLast: fc.boolean(),
});
const backends = fc.constantFrom<readonly Backend[]>(['log'], ['webhook'], ['log', 'webhook']);

describe('enable and disable', () => {
  test('give the original back byte for byte, in whatever style it is written', () => {
    fc.assert(
      fc.property(styles, backends, fc.boolean(), (style, backends, collector) => {
        const text = writeManifest(style);
        const wantsCollector = collector && backends.includes('log');
        const options = enableOptions({ backends, collectorCluster: wantsCollector ? 'c1' : undefined });
        const enabled = enableAudit(text, options, noHostFiles);
        if (!enabled.ok) throw new Error(JSON.stringify(enabled.diagnostics));
        expect(enableAudit(enabled.value, options, noHostFiles)).toMatchObject({ value: enabled.value });
        expect(disableAudit(enabled.value)).toMatchObject({ ok: true, value: text });
        expect(onlyAdds(text, enabled.value)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('work in JSON, on one line and on several', () => {
    const plain: unknown = parse(writeManifest(plainStyle));
    for (const text of [JSON.stringify(plain), `${JSON.stringify(plain, undefined, 2)}\n`]) {
      const enabled = enableAudit(text, enableOptions({ backends: ['log', 'webhook'] }), noHostFiles);
      if (!enabled.ok) throw new Error(JSON.stringify(enabled.diagnostics));
      expect(() => JSON.parse(enabled.value) as unknown).not.toThrow();
      expect(disableAudit(enabled.value)).toMatchObject({ value: text });
    }
  });

  test('JSON without volumes gets them and loses them again', () => {
    const text = JSON.stringify(parse(writeManifest({ ...plainStyle, mounts: 'none' })));
    const enabled = enableAudit(text, enableOptions(), noHostFiles);
    if (!enabled.ok) throw new Error(JSON.stringify(enabled.diagnostics));
    expect(disableAudit(enabled.value)).toMatchObject({ value: text });
  });
});

describe('any text', () => {
  test('is read without throwing', () => {
    const words = fc.constantFrom(
      'spec:',
      'containers',
      '- ',
      '  ',
      '\n',
      '[',
      ']',
      '{',
      '}',
      '&a',
      '*a',
      '<<: ',
      ': ',
      '"',
      'kube-apiserver',
      'kind: Pod',
      '--audit-log-path=/x',
      '|',
      '>',
      '#',
      '\t',
      '---\n',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
        const read = readManifest(parts.join(''));
        expect(read.ok || read.diagnostics.length > 0).toBe(true);
        enableAudit(parts.join(''), enableOptions(), noHostFiles);
        disableAudit(parts.join(''));
      }),
      { numRuns: 1000 },
    );
  });
});

/** Says whether the second text is the first with lines put in, or text put into a line. */
function onlyAdds(before: string, after: string): boolean {
  let at = 0;
  for (const character of after) if (character === before[at]) at += 1;
  return at === before.length;
}
