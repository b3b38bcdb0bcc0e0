import {
  type SetupBackend,
  setupBackends,
  type SetupPolicy,
  setupPolicies,
  type SetupWay,
  setupWays,
} from '../../../src/setup/choices.ts';

/** What is chosen in the setup of a cluster, as its URL holds it; what is left out has its default. */
export interface SetupSearch {
  readonly for?: SetupWay | undefined;
  readonly backend?: SetupBackend | undefined;
  readonly policy?: SetupPolicy | undefined;
}

/** Reads the choices from a URL; what cannot be read is left out. */
export function validateSetupSearch(search: Record<string, unknown>): SetupSearch {
  const way = setupWays.find((name) => name === search['for']);
  const backend = setupBackends.find((name) => name === search['backend']);
  const policy = setupPolicies.find((name) => name === search['policy']);
  return { ...(way ? { for: way } : {}), ...(backend ? { backend } : {}), ...(policy ? { policy } : {}) };
}
