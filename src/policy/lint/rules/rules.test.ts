import { describe, expect, test } from 'vitest';

import { applyFix } from '../edit/fix.ts';
import { wholePolicy } from '../example.ts';
import { lintPolicy } from '../lint.ts';
import { lintRules } from './index.ts';

function codes(text: string): string[] {
  return lintPolicy(text).findings.map(({ code }) => code);
}

describe.each(lintRules.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  test('is content with its passing example', () => {
    expect(codes(wholePolicy(rule.passing))).not.toContain(code);
  });

  test('reports its failing example once, at a place, with a hint', () => {
    const found = lintPolicy(wholePolicy(rule.failing)).findings.filter((finding) => finding.code === code);
    expect(found).toHaveLength(1);
    expect(found[0]?.severity).toBe(rule.severity);
    expect(found[0]?.hint).not.toBe('');
    expect(found[0]?.line).toBeGreaterThan(0);
  });

  test('its fix, where it has one, settles it and leaves a policy', () => {
    const text = wholePolicy(rule.failing);
    const fix = lintPolicy(text).findings.find((finding) => finding.code === code)?.fix;
    if (!fix) return;
    const fixed = applyFix(text, fix);
    // The noise comes in several kinds, and a fix leaves out one of them.
    if (code !== 'noise-logged') expect(codes(fixed)).not.toContain(code);
    expect(codes(fixed)).not.toContain('yaml-syntax');
    expect(fixed).not.toBe(text);
  });
});
