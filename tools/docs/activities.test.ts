import { expect, test } from 'vitest';
import { errorCodes } from '../../src/base/index.ts';
import { allRoutes } from '../../src/server/index.ts';
import { activityActions, activityOutcomes } from '../../web/src/features/settings/activity/activity-names.ts';

// Their texts are held to the three languages by the types of the page and by its test of texts.
test('the page knows every activity that a call writes down, and every way in which one ends', () => {
  const known: readonly string[] = activityActions;
  expect(allRoutes().flatMap(({ activity }) => (activity && !known.includes(activity) ? [activity] : []))).toEqual([]);
  const ends: readonly string[] = activityOutcomes;
  expect(Object.keys(errorCodes).filter((code) => !ends.includes(code))).toEqual([]);
});
