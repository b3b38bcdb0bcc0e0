export type { YamlDocument } from './document.ts';
export { fileProblem, type Path, type Position } from './position.ts';
export { readDocument, readDocuments, type ReadOptions } from './read-documents.ts';
export { issueText } from './issue-text.ts';
export { meantIssues } from './meant-issues.ts';
export { shapeProblems } from './shape-problems.ts';
