export { type Analysis, createAnalysis } from './analysis.ts';
export type { AnalysisDeps, Asked, Question } from './deps.ts';
export { createIsolation } from './isolation/index.ts';
export { findLive, type LiveSearch } from './live-search.ts';
export { RejectedStatement } from './statement.ts';
export { readTime } from './time.ts';
