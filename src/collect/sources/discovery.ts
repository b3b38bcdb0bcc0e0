import type { Logger } from '../../platform/index.ts';
import type { Repeated } from '../repeated.ts';
import { findLogs } from './find-logs.ts';
import { createManifestSource } from './manifest-source.ts';

export interface DiscoveryOptions {
  readonly patterns: readonly string[];
  readonly manifests: readonly string[];
  readonly logger: Logger;
  readonly repeated: Repeated;
}

/** Finds out which files are to be followed, and says what cannot be. */
export interface Discovery {
  find(): Promise<readonly string[]>;
  /** How many paths were refused the last time. */
  refused(): number;
}

export function createDiscovery({ patterns, manifests, logger, repeated }: DiscoveryOptions): Discovery {
  const sources = manifests.map((file) => ({ file, source: createManifestSource(file) }));
  let refusedCount = 0;

  async function patternsOfManifests(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const { file, source } of sources) {
      const answer = await source.read();
      const say = (message: string): void => {
        if (repeated.isNews(`${file} ${message}`)) logger.warn({ manifest: file }, message);
      };
      if (!answer.ok) {
        say(`cannot read the manifest: ${answer.reason}`);
        continue;
      }
      for (const hidden of answer.places.hidden)
        say(`the audit log "${hidden}" is in the container alone: no volume of the node is mounted there`);
      if (answer.patterns.length === 0 && answer.places.hidden.length === 0)
        say('this API server writes no audit log yet: there is no --audit-log-path');
      found.push(...answer.patterns);
    }
    return found;
  }

  return {
    refused: () => refusedCount,
    find: async () => {
      const { files, refused, missing } = await findLogs([...patterns, ...(await patternsOfManifests())]);
      refusedCount = refused.length;
      for (const { path, reason } of refused)
        if (repeated.isNews(`${path} ${reason}`)) logger.warn({ path }, `not followed: ${reason}`);
      for (const pattern of missing)
        if (repeated.isNews(`${pattern} is missing`)) logger.warn({ path: pattern }, 'nothing is there yet');
      return files;
    },
  };
}
