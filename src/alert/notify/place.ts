import type { Hours } from '../../rules/index.ts';
import type { Cause } from '../cause.ts';
import type { Timing } from './group.ts';
import { isLasting, memberId } from './member.ts';
import { type CompiledPolicy, type CompiledRoute, digestOf, groupValues, isAlone, routesOf } from './policy.ts';

/** What a group is of, as it is kept. */
export type PlaceRef =
  /** One alert without a policy, told at once. */
  | { readonly kind: 'direct' }
  /** Alerts without a policy that came too fast, for these channels. */
  | { readonly kind: 'storm'; readonly channels: readonly string[] }
  /** Those of a route, by its key. */
  | { readonly kind: 'route'; readonly route: string }
  /** Alerts of a policy that no route takes: nobody is told that they fire, but they may inhibit others, and their end is told to those who know. */
  | { readonly kind: 'unrouted' };

/** A group and how it is told. */
export interface Place {
  readonly key: string;
  readonly ref: PlaceRef;
  readonly policy: CompiledPolicy | undefined;
  readonly timing: Timing;
  /** Undefined: each alert goes where its rule says. */
  readonly channels: readonly string[] | undefined;
  readonly hours: Hours | undefined;
  /** Whether each alert is a problem of its own, and not the group. */
  readonly isAlone: boolean;
}

export const atOnce: Timing = { waitMs: 0, intervalMs: 0, repeatMs: undefined };
/** What came too fast is told once a minute. */
const stormTiming: Timing = { waitMs: 60_000, intervalMs: 60_000, repeatMs: undefined };

/** Where a cause goes. `isTold`: somebody was told that it fires, and is to be told of its end, whatever takes it by now. */
export function placesOf(cause: Cause, policy: CompiledPolicy | undefined, isTold: boolean): readonly Place[] {
  if (policy === undefined) return [directPlace(cause)];
  const routes = routesOf(policy, cause);
  if (routes.length > 0) return routes.map((route) => routePlace(policy, route, groupKey(policy, route, cause)));
  if (!isLasting(cause) || (policy.inhibits === undefined && !isTold)) return [];
  return [refPlace({ kind: 'unrouted' }, `${policy.name}/unrouted`, policy)];
}

function groupKey(policy: CompiledPolicy, route: CompiledRoute, cause: Cause): string {
  return `${policy.name}/${digestOf([route.key, ...groupValues(route, cause)])}`;
}

function directPlace(cause: Cause): Place {
  return refPlace({ kind: 'direct' }, `/${digestOf([cause.rule, memberId(cause)])}`, undefined);
}

/** Where causes of a rule without a policy are counted that come too fast. Never those of several severities. */
export function stormPlace({ rule, severity, channels }: Cause): Place {
  const ref = { kind: 'storm' as const, channels };
  return refPlace(ref, `/storm/${digestOf([rule, severity, ...channels])}`, undefined);
}

/** The place of a group that was kept; undefined where its policy no longer has its route. */
export function placeOf(key: string, ref: PlaceRef, policy: CompiledPolicy | undefined): Place | undefined {
  if (ref.kind !== 'route') return refPlace(ref, key, policy);
  const route = policy?.routes.find((one) => one.key === ref.route);
  return policy && route ? routePlace(policy, route, key) : undefined;
}

function routePlace(policy: CompiledPolicy, route: CompiledRoute, key: string): Place {
  const { timing, channels, hours } = route;
  return { key, ref: { kind: 'route', route: route.key }, policy, timing, channels, hours, isAlone: isAlone(route) };
}

function refPlace(ref: Exclude<PlaceRef, { kind: 'route' }>, key: string, policy: CompiledPolicy | undefined): Place {
  const common = { key, ref, policy, hours: undefined, isAlone: true };
  switch (ref.kind) {
    case 'direct':
      return { ...common, timing: atOnce, channels: undefined };
    case 'storm':
      return { ...common, timing: stormTiming, channels: ref.channels };
    case 'unrouted':
      return { ...common, timing: atOnce, channels: [] };
  }
}
