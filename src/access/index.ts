export {
  type Caller,
  callerNameOfToken,
  isAllowed,
  isLimited,
  maySeeCluster,
  type Permission,
  requirePermission,
  scopeOf,
} from './caller.ts';
export { selectClusters, visibleCluster, visibleClusters } from './clusters.ts';
export { keptLimits, shownLimits } from './limits.ts';
