/** Resources whose bodies hold secrets, or what tells somebody one: never sent unless they are named. */
export const guardedBodies = ['secrets', 'configmaps', 'tokenreviews', 'serviceaccounts/token'] as const;
