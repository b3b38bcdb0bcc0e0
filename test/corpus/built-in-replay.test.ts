// What the description of the recordings says of what built-in rules find in them. That they do is tested where there is an engine.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const index = path.resolve(import.meta.dirname, '../../../shared/data/INDEX.md');
const present = existsSync(index);
if (!present) process.stderr.write(`SKIPPED the description of the recordings: ${index} is not there\n`);

const OfRecording = z.record(z.string(), z.object({ scenario: z.string() }));
const Answers = z.object({ 'ack-v1': OfRecording, 'modern-v1.36': OfRecording });
const answers = Answers.parse(
  parse(readFileSync(path.resolve(import.meta.dirname, '../fixtures/built-in-replay.yaml'), 'utf8')),
);

describe.skipIf(!present)('the description of the recordings', () => {
  const words = present ? readFileSync(index, 'utf8').replaceAll(/\s+/g, ' ') : '';
  const all = Object.entries(answers).flatMap(([recording, rules]) =>
    Object.entries(rules).map(([rule, { scenario }]) => [recording, rule, scenario] as const),
  );

  test.each(all)('of %s has the line that explains %s', (_recording, _rule, scenario) => {
    expect(words).toContain(scenario);
  });
});
