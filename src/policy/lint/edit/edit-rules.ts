import type { Span } from '../../../base/index.ts';
import type { PolicySource } from '../../load/index.ts';
import type { Fix, TextEdit } from './fix.ts';

/** Where a rule stands as whole lines: its comment above, its dash, its end behind the newline. */
interface RuleBlock {
  /** The first line of the comment right above the rule, or the rule's own first line. */
  readonly comment: number;
  readonly from: number;
  readonly to: number;
  /** Columns before the dash. */
  readonly indent: string;
}

/** The lines of a rule; undefined where the rules are not a block list with one dash a rule. */
export function ruleBlock(source: PolicySource, index: number): RuleBlock | undefined {
  const rule = source.find(['rules', index]);
  if (!rule) return undefined;
  const { text } = source;
  const from = text.lastIndexOf('\n', rule.from - 1) + 1;
  const dash = /^( *)- +$/.exec(text.slice(from, rule.from));
  if (!dash) return undefined;
  const newline = text.indexOf('\n', rule.to);
  const to = newline === -1 ? text.length : newline + 1;
  return { comment: commentAbove(text, from), from, to, indent: dash[1] ?? '' };
}

function commentAbove(text: string, from: number): number {
  let start = from;
  while (start > 0) {
    const previous = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^ *#/.test(text.slice(previous, start))) break;
    start = previous;
  }
  return start;
}

/** Adds a rule in front of another one, or behind the last with `before` undefined. `lines` begin at the rule's own column. */
export function insertRule(
  source: PolicySource,
  before: number | undefined,
  lines: readonly string[],
  title: string,
): Fix | undefined {
  const rules = source.find(['rules']);
  if (rules?.kind !== 'array' || rules.items.length === 0) return undefined;
  const block = ruleBlock(source, before ?? rules.items.length - 1);
  if (!block) return undefined;
  const text = lines.map((line, index) => `${block.indent}${index === 0 ? '- ' : '  '}${line}\n`).join('');
  const at = before === undefined ? block.to : block.comment;
  const gap = before === undefined && !source.text.slice(0, at).endsWith('\n') ? '\n' : '';
  return { kind: 'advice', title, edits: [{ from: at, to: at, insert: gap + text }] };
}

/** Takes a rule out; its comment goes with it. */
export function removeRule(source: PolicySource, index: number): Fix | undefined {
  const block = ruleBlock(source, index);
  return (
    block && { kind: 'advice', title: 'remove the rule', edits: [{ from: block.comment, to: block.to, insert: '' }] }
  );
}

/** Moves a rule behind the last one, and makes comments of others, which lose their sense by that. */
export function moveRuleToEnd(source: PolicySource, index: number, commented: readonly number[]): Fix | undefined {
  const rules = source.find(['rules']);
  if (rules?.kind !== 'array') return undefined;
  const block = ruleBlock(source, index);
  const last = ruleBlock(source, rules.items.length - 1);
  const comments = commented.map((rule) => commentOut(source, rule));
  if (!block || !last || comments.includes(undefined)) return undefined;
  const text = source.text.slice(block.comment, block.to);
  const gap = source.text.slice(0, last.to).endsWith('\n') ? '' : '\n';
  return {
    kind: 'correction',
    title: 'move the rule to the end',
    edits: [
      { from: block.comment, to: block.to, insert: '' },
      ...comments.flatMap((edits) => edits ?? []),
      { from: last.to, to: last.to, insert: gap + text },
    ],
  };
}

/** Puts a rule's lines behind a comment sign, so that nothing that somebody wrote is lost. */
function commentOut(source: PolicySource, index: number): readonly TextEdit[] | undefined {
  const block = ruleBlock(source, index);
  if (!block) return undefined;
  const edits: TextEdit[] = [];
  for (let at = block.from; at < block.to; at = source.text.indexOf('\n', at) + 1 || block.to)
    edits.push({ from: at, to: at, insert: '# ' });
  return edits;
}

/** Replaces a text in the policy, in quotes where it was quoted or has to be. */
export function replaceText(source: PolicySource, at: Span, value: string): Fix {
  return { kind: 'correction', title: `write ${JSON.stringify(value)}`, edits: [replacement(source, at, value)] };
}

function replacement(source: PolicySource, at: Span, value: string): TextEdit {
  const quoted = /^["']/.test(source.text.slice(at.from, at.to)) || !/^[A-Za-z][\w./:-]*$/.test(value);
  return { from: at.from, to: at.to, insert: quoted ? JSON.stringify(value) : value };
}

/** Takes a member out of a block mapping, whole lines; undefined where it shares a line with its dash or its neighbours. */
export function removeMember(source: PolicySource, key: Span, value: Span): Fix | undefined {
  const { text } = source;
  const from = text.lastIndexOf('\n', key.from - 1) + 1;
  if (text.slice(from, key.from).trim() !== '') return undefined;
  const newline = text.indexOf('\n', value.to);
  const to = newline === -1 ? text.length : newline + 1;
  return { kind: 'correction', title: `remove ${text.slice(key.from, key.to)}`, edits: [{ from, to, insert: '' }] };
}
