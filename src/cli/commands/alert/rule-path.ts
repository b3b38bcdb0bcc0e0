/** The path of a rule in the API. No rule is named so that it would be a step up. */
export function rulePath(name: string, step = ''): string {
  return `api/v1/alerts/rules/${encodeURIComponent(name.replace(/^\.+$/, '-'))}${step}`;
}
