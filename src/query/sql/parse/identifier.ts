import { said } from '../../../base/index.ts';
import type { ParserRuleContext, ParseTree } from 'antlr4ng';
import {
  BackQuotedIdentifierContext,
  IdentifierContext,
  type QualifiedNameContext,
  QuotedIdentifierContext,
} from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import type { Identifier } from '../ast.ts';
import { reject } from '../rejection.ts';
import { type Source, spanOf } from './context.ts';

/** Converts one identifier. */
export function convertIdentifier(source: Source, context: IdentifierContext): Identifier {
  const text = context.getText();
  const span = spanOf(source, context);
  if (context instanceof BackQuotedIdentifierContext) {
    reject('syntax-error', said`Names are not quoted with backticks`, span, said`write the name in double quotes`);
  }
  if (context instanceof QuotedIdentifierContext) {
    return { name: text.slice(1, -1).replaceAll('""', '"'), quoted: true, span };
  }
  return { name: text, quoted: false, span };
}

/** Converts a dotted name into its parts. */
export function convertQualifiedName(source: Source, context: QualifiedNameContext): Identifier[] {
  return context.identifier().map((part) => convertIdentifier(source, part));
}

/** Converts whatever wraps one dotted name: column, table and view references. */
export function convertReference(source: Source, context: ParserRuleContext): Identifier[] {
  return findIdentifiers(context).map((part) => convertIdentifier(source, part));
}

function findIdentifiers(tree: ParseTree): IdentifierContext[] {
  if (tree instanceof IdentifierContext) return [tree];
  const found: IdentifierContext[] = [];
  for (let index = 0; index < tree.getChildCount(); index++) {
    const child = tree.getChild(index);
    if (child) found.push(...findIdentifiers(child));
  }
  return found;
}
