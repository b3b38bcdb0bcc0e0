export { callerOfToken, callerOfUser, localAdmin } from './accounts.ts';
export {
  type Caller,
  callerNameOfToken,
  isAllowed,
  isLimited,
  maySeeCluster,
  type Permission,
  requirePermission,
  requireWholeClusters,
  seesWholeClusters,
} from './caller.ts';
export { selectClusters, visibleCluster, visibleClusters } from './clusters.ts';
export { covers, ownerCaller, type OwnerDeps, type OwnerLoss, type OwnerRef } from './owner.ts';
export { projectsOf, requireProject, visibleProjects } from './projects.ts';
export { keptLimits, shownLimits } from './limits.ts';
export { isInScope } from './scope.ts';
