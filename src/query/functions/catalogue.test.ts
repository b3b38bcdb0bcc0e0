import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allFunctions } from './registry.ts';
import { parseSignature } from './signature.ts';

describe('the function catalogue', () => {
  test('has each name once, a text in three languages and signatures that can be read', () => {
    const names = allFunctions.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const { name, doc, example, overloads } of allFunctions) {
      expect(name).toBe(name.startsWith('operator ') ? name : name.toLowerCase());
      for (const text of [doc.en, doc.zh, doc.ja, example]) expect(text.length).toBeGreaterThan(0);
      expect(overloads.length).toBeGreaterThan(0);
      for (const { signature } of overloads) expect(() => parseSignature(signature)).not.toThrow();
    }
  });

  test('has every function that SLS lists, or says why not', async () => {
    const { unsupportedFunctions } = await import('./unsupported.ts');
    const wanted = readFileSync(new URL('./testkit/sls-functions.txt', import.meta.url), 'utf8')
      .split(/\s+/)
      .filter(Boolean);
    const known = new Set([
      ...allFunctions.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])]),
      ...Object.keys(unsupportedFunctions),
    ]);
    expect(wanted.filter((name) => !known.has(name))).toEqual([]);
  });
});
