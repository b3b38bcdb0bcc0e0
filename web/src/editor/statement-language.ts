// The parser and resolver of the analysis language: 300 kB, loaded when a statement is first written.
export { statementDiagnostics } from '../../../src/query/index.ts';
