/** The path of a message, or of what is done to it, in the API. */
export function messagePath(id: number, step = ''): string {
  return `api/v1/inbox/${id}${step}`;
}
