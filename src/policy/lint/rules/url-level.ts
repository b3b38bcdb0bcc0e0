import { said } from '../../../base/index.ts';
import { reaches } from '../../model.ts';
import type { LintRule } from '../context.ts';
import { replaceText } from '../edit/edit-rules.ts';

/** Bodies asked for where there are none. */
export const urlLevel: LintRule = {
  code: 'url-level',
  severity: 'info',
  title: 'A rule for paths has a level above Metadata, which adds nothing',
  explanation: `kube-apiserver writes bodies of requests to resources only. For nonResourceURLs the levels Request and
RequestResponse write what Metadata writes.`,
  passing: `- level: Metadata
  nonResourceURLs: ["/metrics"]`,
  failing: `- level: RequestResponse
  nonResourceURLs: ["/metrics"]`,
  *check(context) {
    for (const [index, rule] of context.rules.entries()) {
      if (rule.nonResourceURLs.length === 0 || rule.resources.length > 0 || rule.namespaces.length > 0) continue;
      if (!reaches(rule.level, 'Request')) continue;
      const at = context.at(index, 'level');
      yield {
        rule: index,
        at,
        message: said`rule ${index + 1}: level ${rule.level} writes no more than Metadata for paths`,
        hint: said`write Metadata`,
        fix: { ...replaceText(context.source, at, 'Metadata'), kind: 'advice' },
      };
    }
  },
};
