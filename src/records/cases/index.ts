export { type Case, type CaseOwner, type CasePin, type NewCasePin } from './case.ts';
export type { PinnedEvent, PinnedSearch } from './case.ts';
export { type Cases, createCases } from './cases.ts';
