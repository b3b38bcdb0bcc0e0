import { Pair, type YAMLSeq } from 'yaml';

import type { PolicySource } from '../../load/index.ts';
import type { Fix } from './fix.ts';
import { rewriteRule } from './rewrite-rule.ts';
import { type Fields, filterTexts, joinTexts, newFields, newText, textsOf } from './yaml-nodes.ts';

type List = 'users' | 'userGroups';

/**
 * Moves names from one of the lists of who a rule is for to the other, under the names that `target` gives. As a rule is for those who
 * are in both lists, the names that stay get a rule of their own. Undefined where the rule has both lists, as then nobody can know.
 */
export function moveNames(
  source: PolicySource,
  rule: number,
  from: List,
  target: (name: string) => string | undefined,
): Fix | undefined {
  const to: List = from === 'users' ? 'userGroups' : 'users';
  const edit = rewriteRule(source, rule, (fields) => {
    const list = fields.items.find(({ key }) => key.value === from);
    const names = textsOf(list?.value) ?? [];
    if (!list || fields.items.some(({ key }) => key.value === to)) return undefined;
    const moved = joinTexts([list.value]);
    const kept = filterTexts(list.value, (name) => target(name) === undefined);
    if (!moved || !kept || names.length === 0) return undefined;
    moved.items = moved.items.flatMap((item) => {
      const name = target(item.value);
      return name === undefined ? [] : [newText(name, item.type === 'QUOTE_DOUBLE' || item.type === 'QUOTE_SINGLE')];
    });
    const key = list.key.clone() as typeof list.key;
    key.value = to;
    delete key.source;
    const withList = (name: typeof key, value: YAMLSeq): Fields => {
      const items = fields.items.map((field) => (field === list ? new Pair(name, value) : field));
      return newFields(items, fields);
    };
    const others = withList(key, moved);
    others.commentBefore = fields.commentBefore ?? null;
    if (kept.items.length === 0) return [others];
    const first = withList(list.key, kept);
    first.commentBefore = fields.commentBefore ?? null;
    return [first, others.clone() as Fields];
  });
  return edit && { kind: 'correction', title: `list it in ${to}`, edits: [edit] };
}
