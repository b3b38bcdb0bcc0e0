import { describe, expect, test } from 'vitest';

import { compareVectors, fixture } from './testkit.ts';

describe("kube-apiserver's own answers", () => {
  test('release 1.20: 506 policies', () => {
    const { differences, counts } = compareVectors(fixture('policy-vectors', 'policy-vectors.ndjson.gz'), 20);
    expect(differences).toEqual([]);
    expect(counts).toEqual({ policies: 506, rejected: 134, decisions: 11_700, warned: 0 });
  });

  test('release 1.36: 506 policies', () => {
    const { differences, counts } = compareVectors(fixture('policy-vectors', 'policy-vectors-1.36.ndjson.gz'), 36);
    expect(differences).toEqual([]);
    expect(counts).toEqual({ policies: 506, rejected: 124, decisions: 7940, warned: 51 });
  });
});
