/**
 * What a record says about the body that it came in: the key under which the body is counted once, and how many of its events
 * were rejected before the journal.
 */
export const importTag = {
  write: (key: string, rejected: number): string => (key === '' ? '' : `${rejected} ${key}`),
  read: (tag: string): { readonly key: string; readonly rejected: number } | undefined => {
    const space = tag.indexOf(' ');
    return space < 0 ? undefined : { rejected: Number(tag.slice(0, space)), key: tag.slice(space + 1) };
  },
};
