import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument, readDocuments, type ReadOptions } from './read-documents.ts';

const options: ReadOptions = {
  codes: { syntax: 'syntax', tooDeep: 'deep', tooLarge: 'large' },
  limits: { bytes: 10_000, lexemes: 1000, members: 20 },
};

function valuesOf(text: string): readonly unknown[] {
  const read = readDocuments(text, options, 5);
  return read.ok ? read.value.map(({ value }) => value) : read.diagnostics;
}

/** Code and place of each fault. */
function faultsOf(text: string, most = 5): readonly string[] {
  return readDocuments(text, options, most).diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

describe('readDocuments', () => {
  it.each([
    ['one', 'a: 1', [{ a: 1 }]],
    ['several', 'a: 1\n---\nb: [x]\n---\n{"c": null}\n', [{ a: 1 }, { b: ['x'] }, { c: null }]],
    ['with a marker first', '---\na: 1\n---\nb: 2', [{ a: 1 }, { b: 2 }]],
    ['empty ones', 'a: 1\n---\n# nothing\n---\nb: 2', [{ a: 1 }, null, { b: 2 }]],
    ['nothing', '', [null]],
    ['JSON with tabs', '{\n\t"a": [\n\t\t1,\n\t\t{"b": "\\u00e9"}\n\t]\n}\n', [{ a: [1, { b: 'é' }] }]],
    [
      'aliases, each document with its own',
      'a: &x 1\nb: *x\n---\na: &x 2\nb: *x',
      [
        { a: 1, b: 1 },
        { a: 2, b: 2 },
      ],
    ],
  ])('reads %s', (_what, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });

  it('knows where everything stands in the file', () => {
    const read = readDocuments("a: 1\n---\nb:\n  - c: 'it''s'\n    d: |\n      one\n      two\n", options, 5);
    const second = read.ok ? read.value[1] : undefined;
    expect(second?.place([])).toEqual({ line: 3, column: 1 });
    expect(second?.place(['b', 0, 'c'])).toEqual({ line: 4, column: 8 });
    expect(second?.place(['b', 0, 'missing'])).toEqual({ line: 4, column: 5 });
    expect(second?.placeOfKey(['b', 0], 'd')).toEqual({ line: 5, column: 5 });
    expect(second?.placeWithin(['b', 0, 'd'], 'one\nt'.length)).toEqual({ line: 7, column: 8 });
    const empty = readDocuments('a: 1\n---\n', options, 5);
    expect(empty.ok && empty.value[1]?.place(['x']).line).toBeGreaterThan(1);
  });

  it('gives each document as it was written', () => {
    const sources = (text: string) => {
      const read = readDocuments(text, options, 5);
      return read.ok ? read.value.map(({ source }) => source) : [];
    };
    expect(sources('# a\na: 1\n\n---\n# b\nb: |\n  ---x\n---\n{"c": 3}\n...\n')).toEqual([
      '# a\na: 1\n\n',
      '# b\nb: |\n  ---x\n',
      '{"c": 3}\n',
    ]);
    expect(sources('---\r\na: 1\r\n---\r\nb: 2')).toEqual(['a: 1\r\n', 'b: 2']);
    for (const source of sources('a: &x 1\n--- # mark\nb: &x 2\n')) expect(valuesOf(source)).toHaveLength(1);
  });

  it.each([
    ['what is no YAML, in the second', 'a: 1\n---\nb: [', ['syntax 3:5']],
    ['an alias of nothing, in the second', 'a: 1\n---\nb: *x', ['syntax 3:1']],
    ['too many documents', 'a: 1\n---\nb: 2\n---\nc: 3', ['syntax 4:1'], 2],
    ['depth', 'a: 1\n---\n'.concat('['.repeat(400), ']'.repeat(400)), ['deep 1:1']],
    ['length', `# ${'名'.repeat(4000)}`, ['large 1:1']],
    ['lexemes', '\n#'.repeat(1000), ['large 1:1']],
    ['members', Array.from({ length: 21 }, (_, at) => `m${at}: 1`).join('\n'), ['large 1:1']],
  ])('refuses %s', (_what, text, faults, most = 5) => {
    expect(faultsOf(text, most)).toEqual(faults);
  });

  it('stops at the first document too many', () => {
    expect(faultsOf('---\n'.repeat(200), 3)).toHaveLength(1);
  });

  it('never throws, and each fault has a place in the file', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '---\n',
      '[',
      ']',
      '{',
      '}',
      '&x ',
      '*x',
      '"',
      "'",
      '|',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split('\n').length;
        for (const { line = 0, column = 0 } of readDocuments(text, options, 5).diagnostics) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines + 1);
          expect(column).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('readDocument', () => {
  it('takes one document alone', () => {
    expect(readDocument('a: 1', options)).toMatchObject({ ok: true, value: { value: { a: 1 } } });
    expect(readDocument('a: 1\n---\nb: 2', options)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'syntax', message: 'expected one document in the file', line: 2 }],
    });
  });
});
