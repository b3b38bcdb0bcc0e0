import type { LintRule } from '../context.ts';
import { apiVersionEnded } from './api-version-ended.ts';
import { catchAllMissing } from './catch-all-missing.ts';
import { catchAllNotLast } from './catch-all-not-last.ts';
import { cisChangesNotLogged } from './cis-changes-not-logged.ts';
import { cisSecretsNotLogged } from './cis-secrets-not-logged.ts';
import { execNotLogged } from './exec-not-logged.ts';
import { failedLoginsOmitted } from './failed-logins-omitted.ts';
import { groupHasVersion } from './group-has-version.ts';
import { groupUnknown } from './group-unknown.ts';
import { groupWildcardNew } from './group-wildcard-new.ts';
import { largeReadBodies } from './large-read-bodies.ts';
import { namespaceOnClusterScoped } from './namespace-on-cluster-scoped.ts';
import { noiseLogged } from './noise-logged.ts';
import { nothingLogged } from './nothing-logged.ts';
import { nothingWritten } from './nothing-written.ts';
import { requestReceivedKept } from './request-received-kept.ts';
import { resourceNamesWithoutName } from './resource-names-without-name.ts';
import { resourceUnknown } from './resource-unknown.ts';
import { resourceWrongGroup } from './resource-wrong-group.ts';
import { rulePartlyShadowed } from './rule-partly-shadowed.ts';
import { ruleSameAsNext } from './rule-same-as-next.ts';
import { ruleShadowed } from './rule-shadowed.ts';
import { secretBodies } from './secret-bodies.ts';
import { subresourceUnknown } from './subresource-unknown.ts';
import { subresourceWildcard } from './subresource-wildcard.ts';
import { urlLevel } from './url-level.ts';
import { urlUnmatched } from './url-unmatched.ts';
import { userImpossible } from './user-impossible.ts';
import { userSilenced } from './user-silenced.ts';
import { verbUnknown } from './verb-unknown.ts';
import { wildcardUseless } from './wildcard-useless.ts';

/** The rules of the linter, each in a file of its own. */
export const lintRules: readonly LintRule[] = [
  apiVersionEnded,
  catchAllMissing,
  catchAllNotLast,
  cisChangesNotLogged,
  cisSecretsNotLogged,
  execNotLogged,
  failedLoginsOmitted,
  groupHasVersion,
  groupUnknown,
  groupWildcardNew,
  largeReadBodies,
  namespaceOnClusterScoped,
  noiseLogged,
  nothingLogged,
  nothingWritten,
  requestReceivedKept,
  resourceNamesWithoutName,
  resourceUnknown,
  resourceWrongGroup,
  rulePartlyShadowed,
  ruleSameAsNext,
  ruleShadowed,
  secretBodies,
  subresourceUnknown,
  subresourceWildcard,
  urlLevel,
  urlUnmatched,
  userImpossible,
  userSilenced,
  verbUnknown,
  wildcardUseless,
];
