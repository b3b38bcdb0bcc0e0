const longest = 64;

/** An id out of a title, in lower-case words joined by `-`, that is not taken yet; `kind` where the title gives no word. */
export function freshId(title: string, taken: ReadonlySet<string>, kind: 'dashboard' | 'panel'): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const slug = (words ?? []).join('-').slice(0, longest).replace(/-+$/, '');
  const base = /^[a-z]/.test(slug) ? slug : slug === '' ? kind : `${kind}-${slug}`.slice(0, longest).replace(/-+$/, '');
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) {
    const end = `-${number}`;
    const id = `${base.slice(0, longest - end.length).replace(/-+$/, '')}${end}`;
    if (!taken.has(id)) return id;
  }
}
