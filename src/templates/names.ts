import { type Span, unreachable } from '../base/index.ts';
import type { Block, Expression, Template } from './ast.ts';

/** A name that a template takes from what it is given. */
export interface UsedName extends Span {
  readonly name: string;
}

type Bound = ReadonlySet<string>;

/** The names that a template asks for, in its order. What loops call their items is not among them. */
export function namesOf({ blocks }: Template): readonly UsedName[] {
  return inBlocks(blocks, new Set());
}

function inBlocks(blocks: readonly Block[], bound: Bound): readonly UsedName[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'text':
        return [];
      case 'output':
        return inExpression(block.value, bound);
      case 'if':
        return [
          ...block.cases.flatMap(({ test, body }) => [...inExpression(test, bound), ...inBlocks(body, bound)]),
          ...inBlocks(block.otherwise, bound),
        ];
      case 'for':
        return [
          ...inExpression(block.over, bound),
          ...inBlocks(block.body, new Set([...bound, ...block.names, 'loop'])),
          ...inBlocks(block.otherwise, bound),
        ];
      default:
        return unreachable(block);
    }
  });
}

function inExpression(expression: Expression, bound: Bound): readonly UsedName[] {
  if (expression.kind !== 'name') return partsOf(expression).flatMap((part) => inExpression(part, bound));
  const { name, from, to } = expression;
  return bound.has(name) ? [] : [{ name, from, to }];
}

function partsOf(expression: Exclude<Expression, { readonly kind: 'name' }>): readonly Expression[] {
  switch (expression.kind) {
    case 'constant':
      return [];
    case 'list':
      return expression.items;
    case 'dict':
      return expression.entries.flat();
    case 'member':
      return [expression.of, expression.key];
    case 'call':
      return expression.arguments;
    case 'not':
    case 'negative':
      return [expression.of];
    case 'logic':
    case 'binary':
      return [expression.left, expression.right];
    case 'choice':
      return [expression.test, expression.yes, ...(expression.no ? [expression.no] : [])];
    default:
      return unreachable(expression);
  }
}
