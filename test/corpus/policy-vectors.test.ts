import { existsSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { compareVectors } from '../../src/policy/testkit.ts';

const data = path.resolve(import.meta.dirname, '../../../shared/data');
const present = existsSync(data);
if (!present) process.stderr.write(`SKIPPED: the published policies are not at ${data}\n`);

describe.skipIf(!present)("kube-apiserver's own answers about published policies", () => {
  test('release 1.20: 58 policies', () => {
    const { differences, counts } = compareVectors(path.join(data, 'policy-vectors-public.ndjson.gz'), 20);
    expect(differences).toEqual([]);
    expect(counts).toEqual({ policies: 58, rejected: 11, decisions: 4700, warned: 0 });
  });

  test('release 1.36: 59 policies', () => {
    const { differences, counts } = compareVectors(path.join(data, 'policy-vectors-public-1.36.ndjson.gz'), 36);
    expect(differences).toEqual([]);
    expect(counts).toEqual({ policies: 59, rejected: 17, decisions: 3360, warned: 4 });
  });
});
