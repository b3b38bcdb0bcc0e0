import type { Block, Expression } from './ast.ts';

const placeholder = /\$\{\s*([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_/-]+|\[\d{1,6}\]){0,16})\s*\}/gu;
const step = /\.?([\p{L}\p{N}_/-]+)|\[(\d+)\]/gu;

/** Reads `${labels.env}` and `${results[0].fire_result.count}`: members of the alert. Whatever else stands within `${}` is text. */
export function parsePaths(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let at = 0;
  for (const found of text.matchAll(placeholder)) {
    const span = { from: found.index, to: found.index + found[0].length };
    if (span.from > at) blocks.push({ kind: 'text', text: text.slice(at, span.from) });
    let value: Expression = { kind: 'name', name: 'alert', ...span };
    for (const [, name, index] of (found[1] ?? '').matchAll(step)) {
      const key: Expression = { kind: 'constant', value: index === undefined ? (name ?? '') : Number(index), ...span };
      value = { kind: 'member', of: value, key, ...span };
    }
    blocks.push({ kind: 'output', value, ...span });
    at = span.to;
  }
  if (at < text.length) blocks.push({ kind: 'text', text: text.slice(at) });
  return blocks;
}
