/** A path without what all of its kind begin with: `containers[web].image` of `spec.template.spec.containers[web].image`. */
export function shortPath(path: string): string {
  const short = path.replace(/^spec\.(?:jobTemplate\.spec\.)?template\.(?:spec\.|metadata\.)|^spec\.|^metadata\./, '');
  return short === '' ? path : short;
}
