import { Document, type Node, YAMLSeq, isAlias, isScalar, isSeq, parseDocument, visit } from 'yaml';

import type { PolicySource } from '../../load/index.ts';
import { ruleBlock } from './edit-rules.ts';
import type { TextEdit } from './fix.ts';
import { type Fields, isFields } from './yaml-nodes.ts';

/** What stands in the place of a rule; undefined where the rule is left alone. It may change the rule that it is given. */
export type RuleChange = (rule: Fields) => readonly Fields[] | undefined;

/** Scalars stay the texts that they are, as they are written. */
const reading = { schema: 'failsafe', version: '1.1', uniqueKeys: false, merge: false } as const;

/**
 * Rewrites a rule, comments, quotes and order of its fields kept, and touches nothing around it. Undefined where the rule is left
 * alone, or shares nodes with others by an anchor.
 */
export function rewriteRule(source: PolicySource, index: number, change: RuleChange): TextEdit | undefined {
  const rule = source.find(['rules', index]);
  if (rule?.kind !== 'object') return undefined;
  const block = ruleBlock(source, index);
  const { from, to } = block ?? rule;
  const text = source.text.slice(from, to);
  const document = parseDocument(text, reading);
  if (document.errors.length > 0 || sharesNodes(document.contents)) return undefined;
  const { contents } = document;
  if (!block) {
    const rules = isFields(contents) ? change(contents) : undefined;
    return rules && { from, to, insert: rules.map((one) => print(new Document(one, reading), true)).join(', ') };
  }
  const [only, ...others] = isSeq(contents) ? contents.items : [];
  if (!isSeq(contents) || !isFields(only) || others.length > 0) return undefined;
  const isIndented = hasIndentedLists(only, text) ?? block.indent !== '';
  const rules = change(only);
  if (!rules) return undefined;
  const list = new YAMLSeq<Fields>();
  list.items = [...rules];
  const lines = print(new Document(list, reading), isIndented).replace(/\n$/, '').split('\n');
  const insert = lines.map((line) => (line === '' ? '' : block.indent + line)).join('\n');
  return { from, to, insert: insert + (text.endsWith('\n') ? '\n' : '') };
}

function print(document: Document, indentSeq: boolean): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, indentSeq }).trimEnd();
}

/** Whether there are anchors, aliases or merges: what they stand for cannot be moved without its other users. */
function sharesNodes(root: Node | null): boolean {
  let shares = false;
  visit(root, {
    Node(_, node) {
      if (isAlias(node) || node.anchor !== undefined) shares = true;
    },
    Pair(_, { key }) {
      if (isScalar(key) && key.source === '<<') shares = true;
    },
  });
  return shares;
}

/** Whether lists stand further right than the names that they belong to; undefined where there is none to go by. */
function hasIndentedLists(rule: Fields, text: string): boolean | undefined {
  const column = (offset: number): number => offset - text.lastIndexOf('\n', offset - 1);
  const lists = rule.items.filter(({ key, value }) => isSeq(value) && value.flow !== true && key.range && value.range);
  if (lists.length === 0) return undefined;
  return lists.every(({ key, value }) => column(value?.range?.[0] ?? 0) > column(key.range?.[0] ?? 0));
}
