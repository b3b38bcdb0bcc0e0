import { type core, z } from 'zod';
import { call } from './client.ts';

/** Reads a list call, following its cursor up to `pages` pages. */
export async function fetchList<Item extends core.$ZodType>(
  path: string,
  item: Item,
  pages = 5,
): Promise<readonly core.output<Item>[]> {
  const schema = z.object({ items: z.array(item), cursor: z.string().optional() });
  const items: core.output<Item>[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const next = cursor ? `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}` : path;
    const answer = await call('GET', next, schema);
    items.push(...answer.items);
    cursor = answer.cursor;
    if (!cursor) break;
  }
  return items;
}
