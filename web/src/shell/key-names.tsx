import { Kbd } from '@mantine/core';
import { modKey } from './mod-key.ts';

/** Keys of an action as they stand on the keyboard. */
export function KeyNames({ keys }: { readonly keys: string }) {
  return keys
    .split(/[ +]/)
    .map((key) => (key === 'mod' ? modKey() : key === 'Escape' ? 'Esc' : key))
    .map((key, index) => (
      // eslint-disable-next-line react/no-array-index-key -- a key may come twice
      <Kbd key={index} size="xs" mr={3}>
        {key}
      </Kbd>
    ));
}
