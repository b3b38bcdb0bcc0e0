import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseSql } from './parse.ts';

interface Vector {
  readonly name: string;
  readonly sql: string;
  readonly error?: { readonly code: string };
}

function vectors(file: string): Vector[] {
  const path = new URL(`../../../../test/fixtures/sql-vectors/${file}.ndjson.gz`, import.meta.url);
  return gunzipSync(readFileSync(path))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Vector);
}

// Trino says SYNTAX_ERROR of these too, but of their meaning or of what SLS allows; and two have syntax that we refuse.
const known = new Set([
  'string/trim/syntax-from',
  'date/extract/millisecond',
  'operator/arithmetic/too-big-literal',
  'operator/arithmetic/decimal-huge',
  'conditional/coalesce/one',
  'clause/limit/comma',
  'clause/limit/with-ties',
]);

describe('every statement that Trino parses', () => {
  for (const file of ['expressions', 'statements']) {
    test(file, () => {
      const wrong: string[] = [];
      for (const vector of vectors(file)) {
        const parsed = parseSql(vector.sql);
        const syntax = vector.error?.code === 'SYNTAX_ERROR';
        if (parsed.ok === syntax && !known.has(vector.name))
          wrong.push(`${vector.name}: ${vector.sql} ${JSON.stringify(parsed.diagnostics)}`);
      }
      expect(wrong).toEqual([]);
    });
  }
});
