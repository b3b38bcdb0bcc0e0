import { Pair, Scalar, YAMLSeq, isScalar, isSeq } from 'yaml';

import type { PolicySource } from '../../load/index.ts';
import type { Fix } from './fix.ts';
import { rewriteRule } from './rewrite-rule.ts';
import { type Field, type Fields, filterTexts, isFields, newText, textsOf } from './yaml-nodes.ts';

/** The API group that a name in `resources` belongs to; undefined where that is not known. */
export type GroupOf = (name: string) => string | undefined;

/**
 * Writes an entry of a rule's `resources` with the group that its names belong to, and once for each group where these are several.
 * Undefined where the group of one is not known, or where the rule cannot be rewritten.
 */
export function regroupEntry(source: PolicySource, rule: number, entry: number, groupOf: GroupOf): Fix | undefined {
  const edit = rewriteRule(source, rule, (fields) => {
    const resources = fields.items.find(({ key }) => key.value === 'resources')?.value;
    const written = isSeq(resources) ? resources.items[entry] : undefined;
    if (!isSeq(resources) || !isFields(written)) return undefined;
    const entries = split(written, groupOf);
    if (!entries) return undefined;
    resources.items.splice(entry, 1, ...entries);
    return [fields];
  });
  return edit && { kind: 'correction', title: 'write each resource with its own group', edits: [edit] };
}

function split(entry: Fields, groupOf: GroupOf): readonly Fields[] | undefined {
  const resources = fieldOf(entry, 'resources');
  const names = textsOf(resources?.value);
  if (!resources || !names || names.length === 0) return undefined;
  const groups = new Set<string>();
  for (const name of names) {
    const group = groupOf(name);
    if (group === undefined) return undefined;
    groups.add(group);
  }
  return [...groups].map((group, index) => {
    const copy = index === 0 ? entry : (entry.clone() as Fields);
    if (index > 0) copy.commentBefore = null;
    const kept = filterTexts(resources.value, (name) => groupOf(name) === group) ?? new YAMLSeq<Scalar<string>>();
    copy.items = copy.items.map((field) => {
      if (field.key.value === 'resources') return new Pair(field.key, kept);
      return field.key.value === 'group' ? new Pair(field.key, renamed(field, group)) : field;
    });
    if (fieldOf(copy, 'group')) return copy;
    const isJson = resources.key.type === Scalar.QUOTE_DOUBLE;
    copy.items = [new Pair(newText('group', isJson), newText(group, isJson)), ...copy.items];
    return copy;
  });
}

function fieldOf(fields: Fields, name: string): Field | undefined {
  return fields.items.find(({ key }) => key.value === name);
}

/** Another group in the quotes and with the comment of the one before. */
function renamed({ value }: Field, group: string): Scalar<string> {
  const isQuoted = isScalar(value) && (value.type === Scalar.QUOTE_DOUBLE || value.type === Scalar.QUOTE_SINGLE);
  const text = newText(group, isQuoted);
  text.comment = value?.comment ?? null;
  return text;
}
