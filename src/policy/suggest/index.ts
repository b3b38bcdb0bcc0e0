export { type Suggesting, type Suggestion, suggestEdits } from './suggest.ts';
