import type { Entity } from '../../lib/entity-page.ts';

/** What a user, an object, an address or a namespace is called. */
export function nameOfEntity(entity: Entity): string {
  switch (entity.kind) {
    case 'user':
      return entity.user;
    case 'namespace':
      return entity.namespace;
    case 'address':
      return entity.address;
    case 'object':
      return `${entity.resource}/${entity.name}`;
  }
}
