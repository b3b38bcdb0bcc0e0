import { expect, it } from 'vitest';
import { validateSetupSearch } from './setup-search.ts';

it('keeps what may be chosen, and leaves out the rest', () => {
  const known = { for: 'talos', backend: 'both', policy: 'cis' };
  expect(validateSetupSearch({ ...known, other: 1 })).toEqual(known);
  expect(validateSetupSearch({ for: 'windows', backend: ['log'], policy: 7 })).toEqual({});
});
