export { callerOfToken, callerOfUser, localAdmin } from './accounts.ts';
export {
  type Caller,
  callerNameOfToken,
  isAllowed,
  isLimited,
  maySeeCluster,
  type Permission,
  requirePermission,
} from './caller.ts';
export { selectClusters, visibleCluster, visibleClusters } from './clusters.ts';
export { ownerCaller, type OwnerDeps, type OwnerLoss, type OwnerRef } from './owner.ts';
export { keptLimits, shownLimits } from './limits.ts';
export { isInScope } from './scope.ts';
