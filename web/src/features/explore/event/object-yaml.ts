import { stringify } from 'yaml';
import { unifiedDiff } from '../../../../../src/apiserver/index.ts';
import { visibleText } from '../../../../../src/base/index.ts';
import { isObject, type Json } from '../../../api/json.ts';

/** Members of metadata that every write changes. */
const bookkeeping: ReadonlySet<string> = new Set(['managedFields', 'resourceVersion', 'generation']);

/** An object as YAML, without what every write changes, and without its status unless that is what changed. */
export function yamlOf(object: Json, withStatus: boolean): string {
  if (!isObject(object)) return stringify(object);
  const { status, ...rest } = object;
  const metadata = rest['metadata'];
  const kept = isObject(metadata)
    ? { ...rest, metadata: Object.fromEntries(Object.entries(metadata).filter(([name]) => !bookkeeping.has(name))) }
    : rest;
  return stringify(withStatus && status !== undefined ? { ...kept, status } : kept, { lineWidth: 0 });
}

/** The lines of a unified diff of two texts, without its head. */
export function diffLines(name: string, before: string, after: string): readonly string[] {
  const lines = unifiedDiff(`/${name}`, before, after).trimEnd().split('\n');
  return lines.filter((line) => !/^(---|\+\+\+) /.test(line) && line !== '').map(visibleText);
}
