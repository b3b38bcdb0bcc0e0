import { createHash } from 'node:crypto';
import {
  type AlertFacts,
  type AlertPolicy,
  type AlertTest,
  compileMatchers,
  durationMs,
  type Hours,
  valueOf,
} from '../../rules/index.ts';
import type { Cause } from '../cause.ts';
import type { Timing } from './group.ts';
import { compileInhibitions, type Inhibits } from './inhibition.ts';

/** A route of a policy. */
export interface CompiledRoute {
  /** The same for as long as it takes the same alerts and groups them alike, whatever becomes of its times and channels. */
  readonly key: string;
  readonly test: AlertTest;
  readonly groupBy: readonly string[];
  readonly timing: Timing;
  readonly channels: readonly string[];
  readonly hours: Hours | undefined;
  readonly continues: boolean;
}

export interface CompiledPolicy {
  readonly name: string;
  readonly routes: readonly CompiledRoute[];
  /** Undefined where it has no inhibitions. */
  readonly inhibits: Inhibits | undefined;
}

export function compilePolicy({ name, routes, inhibitions }: AlertPolicy): CompiledPolicy {
  const seen = new Map<string, number>();
  return {
    name,
    routes: routes.map((route): CompiledRoute => {
      const text = digestOf([JSON.stringify(route.matchers), ...route.groupBy]);
      const before = seen.get(text) ?? 0;
      seen.set(text, before + 1);
      return {
        key: `${text}-${before}`,
        test: compileMatchers(route.matchers),
        groupBy: route.groupBy,
        timing: timingOf(route),
        channels: route.channels,
        hours: route.hours,
        continues: route.continue,
      };
    }),
    inhibits: inhibitions.length > 0 ? compileInhibitions(inhibitions) : undefined,
  };
}

/** What is left out does not wait, and is not repeated. */
function timingOf({ groupWait, groupInterval, repeatInterval }: AlertPolicy['routes'][number]): Timing {
  return {
    waitMs: groupWait === undefined ? 0 : durationMs(groupWait),
    intervalMs: groupInterval === undefined ? 0 : durationMs(groupInterval),
    repeatMs: repeatInterval === undefined ? undefined : durationMs(repeatInterval),
  };
}

/** The routes that take an alert: the first that does, and those after it where it goes on. */
export function routesOf({ routes }: CompiledPolicy, facts: AlertFacts): readonly CompiledRoute[] {
  const taken: CompiledRoute[] = [];
  for (const route of routes) {
    if (!route.test(facts)) continue;
    taken.push(route);
    if (!route.continues) break;
  }
  return taken;
}

/** The values by which a route tells groups apart. */
export function groupValues({ groupBy }: CompiledRoute, cause: Cause): readonly string[] {
  return groupBy.map((name) => (name === '...' ? cause.fingerprint : valueOf(cause, name)));
}

/** Whether each alert is a group of its own. */
export function isAlone({ groupBy }: CompiledRoute): boolean {
  return groupBy.includes('...');
}

/** A short name for some texts, the same for the same texts alone. */
export function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('base64url').slice(0, 32);
}
