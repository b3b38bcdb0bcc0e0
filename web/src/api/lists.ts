import * as z from 'zod/mini';
import { call } from './client.ts';

/** Reads a list call, following its cursor up to `pages` pages. */
export async function fetchList<Schema extends z.ZodMiniType>(
  path: string,
  item: Schema,
  pages = 5,
): Promise<readonly z.output<Schema>[]> {
  const schema = z.object({ items: z.array(item), cursor: z.optional(z.nullable(z.string())) });
  const items: z.output<Schema>[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < pages; page += 1) {
    const next = cursor ? `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}` : path;
    const answer = await call('GET', next, schema);
    items.push(...answer.items);
    cursor = answer.cursor;
    if (!cursor) break;
  }
  return items;
}
