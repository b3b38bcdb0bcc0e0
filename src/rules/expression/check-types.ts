import { type Diagnostic, type Said, said, unreachable } from '../../base/index.ts';
import type { ExpressionNode } from './ast.ts';
import { compilePattern } from './pattern.ts';
import { problem } from './problem.ts';

/** What a part of a condition is before any row is seen. A column may hold anything. */
type Kind = 'number' | 'text' | 'boolean' | 'column';

/** What is wrong with the types of a condition. */
export function checkTypes(root: ExpressionNode): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  mustBeBoolean(root, check(root, problems), problems, said`the condition`);
  return problems;
}

function check(node: ExpressionNode, problems: Diagnostic[]): Kind {
  switch (node.kind) {
    case 'column':
    case 'number':
    case 'text':
    case 'boolean':
      return node.kind;
    case 'not':
      mustBeBoolean(node.operand, check(node.operand, problems), problems, said`what stands behind "!"`);
      return 'boolean';
    case 'logic':
    case 'compare':
    case 'match':
    case 'contains':
    case 'arithmetic':
      return checkOperands(node, problems);
    default:
      return unreachable(node);
  }
}

type Binary = Extract<ExpressionNode, { readonly left: ExpressionNode }>;

function checkOperands(node: Binary, problems: Diagnostic[]): Kind {
  const kinds = [check(node.left, problems), check(node.right, problems)] as const;
  const operands = [node.left, node.right] as const;
  switch (node.kind) {
    case 'logic':
      for (const side of [0, 1] as const)
        mustBeBoolean(operands[side], kinds[side], problems, said`what stands beside "${node.operator}"`);
      return 'boolean';
    case 'compare':
      if (kinds.includes('text') && kinds.some((kind) => kind === 'number' || kind === 'boolean')) {
        const hint = said`write the number without quotes, or match a text with =~`;
        problems.push(problem('condition-types', node, said`"${node.operator}" compares a text with a number`, hint));
      }
      return 'boolean';
    case 'match':
    case 'contains': {
      const name = node.kind === 'match' ? `"${node.operator}"` : 'contains';
      for (const side of [0, 1] as const) {
        if (kinds[side] === 'text' || kinds[side] === 'column') continue;
        problems.push(
          problem('condition-types', operands[side], said`${name} takes texts and columns`, said`put it in quotes`),
        );
      }
      if (node.kind === 'match') checkPattern(node.right, problems);
      return 'boolean';
    }
    case 'arithmetic':
      for (const side of [0, 1] as const) {
        const isNumeric = kinds[side] === 'number' || kinds[side] === 'column' || operands[side].kind === 'boolean';
        if (isNumeric) continue;
        const message =
          kinds[side] === 'text'
            ? said`"${node.operator}" reckons with numbers, not a text`
            : said`"${node.operator}" reckons with numbers, not a comparison`;
        problems.push(problem('condition-types', operands[side], message));
      }
      return 'number';
    default:
      return unreachable(node);
  }
}

function mustBeBoolean(node: ExpressionNode, kind: Kind, problems: Diagnostic[], what: Said): void {
  if (kind === 'boolean') return;
  const hint =
    kind === 'column'
      ? said`compare the column: name == true, name > 0 or name =~ ".*"`
      : said`compare it with something`;
  problems.push(problem('condition-not-boolean', node, said`${what} is no yes or no, so it never holds`, hint));
}

function checkPattern(node: ExpressionNode, problems: Diagnostic[]): void {
  if (node.kind !== 'text') return;
  const pattern = compilePattern(node.value);
  if (typeof pattern === 'string')
    problems.push(problem('condition-pattern', node, said`the regular expression cannot be read: ${pattern}`));
}
