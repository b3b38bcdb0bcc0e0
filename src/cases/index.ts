export { caseMarkdown } from './markdown.ts';
export { eventLines } from './event-lines.ts';
export { type EventToPin, pinEvent, pinSearch, type SearchToPin } from './pin.ts';
export { listCases, openCase, caseToClear, ownCase, ownerOf, type SeenCase, type SeenPin } from './seen-case.ts';
