import type { Answer } from '../answer.ts';

/** Turns the pages of an answer into text, one after another. */
export interface Formatter {
  page(answer: Answer): string;
  /** What follows the last page. */
  end(): string;
}
