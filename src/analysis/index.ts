export { type Analysis, createAnalysis } from './analysis.ts';
export type { AnalysisDeps, Asked, Question } from './deps.ts';
export { createIsolation, type Isolation } from './isolation/index.ts';
export { findLive, type LiveSearch } from './live-search.ts';
export { refusalOf } from './refusal.ts';
export { RejectedStatement, type StatementAnswer } from './statement.ts';
export { readRange, readTime } from './time.ts';
