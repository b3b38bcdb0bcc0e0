import { unreachable } from '../base/index.ts';
import type { Scope } from '../query/index.ts';
import type { Records } from '../records/index.ts';
import { callerOfToken, callerOfUser, localAdmin } from './accounts.ts';
import { type Caller, callerNameOfToken, isAllowed, type Permission } from './caller.ts';

/** Whose something is that runs on without them: an export, a rule, a scheduled report. It is kept with it. */
export type OwnerRef = Pick<Caller, 'kind' | 'name' | 'since'>;

/**
 * Why something cannot run for its owner.
 * - `gone`: the user or token was deleted. Whoever comes later under the same name is somebody else.
 * - `disabled`: the token has expired.
 * - `limited`: the role or the limits no longer have what it needs.
 */
export type OwnerLoss = 'gone' | 'disabled' | 'limited';

export type OwnerNow =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly reason: OwnerLoss };

/** What something needs of its owner to run. */
export interface OwnerNeeds {
  readonly permission: Permission;
  /** What its output shows already; left out where each run shows what the owner may see by then. */
  readonly scope?: Scope;
}

/** Where owners are looked up. */
export interface OwnerDeps {
  readonly records: Pick<Records, 'users' | 'apiTokens' | 'clusters'>;
  /** Unix milliseconds. */
  readonly clock: { now(): number };
}

/**
 * The owner as they are now, with the scope that they have now. Whatever runs unattended asks at each run, and stops, visibly, where
 * there is a reason.
 */
export async function ownerCaller(
  deps: OwnerDeps,
  owner: OwnerRef,
  { permission, scope }: OwnerNeeds,
): Promise<OwnerNow> {
  const now = await lookUp(deps, owner);
  if (!now.ok) return now;
  const isEnough = isAllowed(now.caller, permission) && (scope === undefined || covers(now.caller.scope, scope));
  return isEnough ? now : { ok: false, reason: 'limited' };
}

async function lookUp({ records, clock }: OwnerDeps, { kind, name, since }: OwnerRef): Promise<OwnerNow> {
  switch (kind) {
    case 'local-admin':
      return { ok: true, caller: localAdmin };
    case 'user': {
      const user = await records.users.find(name);
      return user?.createdAt === since
        ? { ok: true, caller: await callerOfUser(records, user) }
        : { ok: false, reason: 'gone' };
    }
    case 'token': {
      const token = (await records.apiTokens.list()).find((one) => callerNameOfToken(one.name) === name);
      if (token?.createdAt !== since) return { ok: false, reason: 'gone' };
      return (token.expiresAt ?? Infinity) > clock.now()
        ? { ok: true, caller: await callerOfToken(records, token) }
        : { ok: false, reason: 'disabled' };
    }
    default:
      return unreachable(kind);
  }
}

/**
 * Says whether one scope covers another: whoever has `viewer` may see all that was made within `output`. It decides who is shown the
 * output of what runs unattended, whoever owns it.
 */
export function covers(viewer: Scope, output: Scope): boolean {
  return (
    includesAll(viewer.clusterIds, output.clusterIds) &&
    includesAll(viewer.namespaces, output.namespaces) &&
    (viewer.bodies || !output.bodies)
  );
}

function includesAll(limit: readonly string[] | null, names: readonly string[] | null): boolean {
  if (limit === null) return true;
  // Nobody is limited to the empty namespace, which is what cluster-scoped requests have.
  return names !== null && names.every((name) => name === '' || limit.includes(name));
}
