import { type Said, said } from './said.ts';

/** Several texts as one. */
export function joinTexts(texts: readonly Said[]): Said {
  const [first = { template: '', params: [] }, ...others] = texts;
  return others.reduce((before, next) => said`${before}; ${next}`, first);
}
