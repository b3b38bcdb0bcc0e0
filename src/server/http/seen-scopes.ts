import { z } from 'zod';
import { type Caller, covers, isLimited } from '../../access/index.ts';

const Scope = z.object({
  clusterIds: z.array(z.string()).nullable(),
  namespaces: z.array(z.string()).nullable(),
  bodies: z.boolean(),
});
/** Of what shows several things together: all of them. Null: everything. */
const Scopes = z.union([Scope, z.array(Scope), z.null()]);

/** Whether a caller may see what was made within a scope, as records keep it: in JSON. */
export function seesScope(caller: Caller, scope: string): boolean {
  if (!isLimited(caller)) return true;
  const made = Scopes.safeParse(JSON.parse(scope));
  if (!made.success || made.data === null) return false;
  return [made.data].flat().every((one) => covers(caller.scope, one));
}

/** Of all scopes that records have, those that a caller may see; undefined is all. */
export async function seenScopes(
  caller: Caller,
  scopes: () => Promise<readonly string[]>,
): Promise<readonly string[] | undefined> {
  return isLimited(caller) ? (await scopes()).filter((scope) => seesScope(caller, scope)) : undefined;
}
