// Completion and help with the catalogue of functions, loaded when somebody first types.
export { type Completion, completeStatement, functionHelp } from '../../../src/query/index.ts';
