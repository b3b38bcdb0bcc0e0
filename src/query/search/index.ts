export type { SearchKey, SearchNode, SearchNumber, SearchValue } from './ast.ts';
export { type CompiledSearch, compileSearch } from './compile.ts';
export { always } from './condition.ts';
export { quote } from './lexical.ts';
export { parseSearch } from './parse.ts';
export { printKey, printSearch } from './print.ts';
export { splitStatement, type StatementPart, type StatementParts } from './split.ts';
export { type SearchToken, type SearchTokenKind, searchTokens } from './tokens.ts';
