import { Option } from 'commander';
import { ClusterKind } from '../../../server/schemas/index.ts';

/** What kind of a cluster it is. */
export function kindOption(): Option {
  return new Option('--kind <kind>', 'whose control plane it is').choices(ClusterKind.options);
}
