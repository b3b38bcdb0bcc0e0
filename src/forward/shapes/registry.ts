import { ecs } from './ecs.ts';
import { flat } from './flat.ts';
import { ocsf } from './ocsf.ts';
import { eventList, raw } from './received.ts';
import type { Shape } from './shape.ts';

/** By the names that files have. */
export const shapes = { raw, 'event-list': eventList, flat, ecs, ocsf } as const satisfies Readonly<
  Record<string, Shape>
>;

export type ShapeName = keyof typeof shapes;

/** As files have them. */
export const shapeNames = Object.keys(shapes).filter((name): name is ShapeName => name in shapes);

/** The shape of a name. */
export function shapeOf(name: ShapeName): Shape {
  return shapes[name];
}
