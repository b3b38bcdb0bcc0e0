import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  auditStatus,
  type Backend,
  disableAudit,
  enableAudit,
  noHostFiles,
  readManifest,
  releaseOfImage,
} from '../../src/apiserver/index.ts';

const corpus = path.resolve(import.meta.dirname, '../../../shared/data/manifests');
const present = existsSync(corpus);
if (!present) process.stderr.write(`SKIPPED manifests of kube-apiserver: ${corpus} is not there\n`);

const files = present ? globSync('**/*.{yaml,tmpl}', { cwd: corpus }).toSorted() : [];
const manifests = files.flatMap((file) => {
  const text = readFileSync(path.join(corpus, file), 'utf8');
  return readManifest(text).ok ? [{ file, text }] : [];
});
const choices: readonly (readonly Backend[])[] = [['log'], ['webhook'], ['log', 'webhook']];
const hostDir = '/etc/kubernetes/whodunit';

function optionsFor(text: string, backends: readonly Backend[]): Parameters<typeof enableAudit>[1] {
  const manifest = readManifest(text);
  const image = manifest.ok ? manifest.value.image : undefined;
  return {
    backends,
    release: releaseOfImage(image).release,
    policyPath: `${hostDir}/policy.yaml`,
    webhookPath: backends.includes('webhook') ? `${hostDir}/webhook.yaml` : undefined,
    given: {},
    collectorCluster: undefined,
  };
}

describe.runIf(present)('published manifests of kube-apiserver', () => {
  test('every Pod among them is read, and nothing else', () => {
    expect(manifests).toHaveLength(15);
    expect(files.length - manifests.length).toBe(4);
  });

  test.each(manifests.flatMap(({ file, text }) => choices.map((backends) => ({ file, text, backends }))))(
    '$file with $backends',
    ({ text, backends }) => {
      const options = optionsFor(text, backends);
      const enabled = enableAudit(text, options, noHostFiles);
      if (!enabled.ok) throw new Error(enabled.diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
      expect(enableAudit(enabled.value, options, noHostFiles)).toMatchObject({ ok: true, value: enabled.value });

      const status = auditStatus(enabled.value, options.release, noHostFiles);
      expect(status).toMatchObject({ ok: true, value: { enabled: true, problems: [] } });
      if (status.ok) for (const backend of backends) expect(status.value.backends).toContain(backend);

      const before: unknown = parse(text);
      const after: unknown = parse(enabled.value);
      expect(withoutAudit(after)).toEqual(withoutAudit(before));
      // Every field that was there is there, in the same order, whether it was about audit or not.
      expect(missing(before, after)).toEqual([]);

      const disabled = disableAudit(enabled.value);
      if (!disabled.ok) throw new Error('disable refused what enable wrote');
      if (!/--audit-/.test(text)) expect(disabled.value).toBe(text);
      expect(disabled.value).not.toMatch(/--audit-|whodunit-audit/);
    },
  );
});

/** A manifest without the flags, mounts and volumes that have to do with audit. */
function withoutAudit(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isAudit(item)).map(withoutAudit);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutAudit(member)]));
}

function isAudit(item: unknown): boolean {
  if (typeof item === 'string') return item.startsWith('--audit-');
  return typeof item === 'object' && item !== null && 'name' in item && String(item.name).startsWith('whodunit-audit-');
}

/** The paths of what the first value has and the second has not; a flag may get another value. */
function missing(before: unknown, after: unknown, place = ''): string[] {
  if (Array.isArray(before)) {
    if (!Array.isArray(after)) return [place];
    return before.flatMap((item) =>
      after.some((other) => sameItem(item, other)) ? [] : [`${place}[${JSON.stringify(item)}]`],
    );
  }
  if (typeof before === 'object' && before !== null) {
    const members = new Map(Object.entries(typeof after === 'object' && after !== null ? after : {}));
    return Object.entries(before).flatMap(([key, member]) => missing(member, members.get(key), `${place}.${key}`));
  }
  return before === after ? [] : [place];
}

function sameItem(item: unknown, other: unknown): boolean {
  if (typeof item === 'string' && typeof other === 'string' && item.startsWith('--audit-'))
    return other.startsWith(item.replace(/=.*/s, ''));
  return missing(item, other).length === 0;
}
