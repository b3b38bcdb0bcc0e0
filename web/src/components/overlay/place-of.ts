import { type Ref, useImperativeHandle } from 'react';

interface PlaceOfProps {
  readonly element: HTMLElement;
  readonly ref?: Ref<HTMLElement>;
}

/** Lets a menu or popover stand at an element that is in the page already. */
export function PlaceOf({ element, ref }: PlaceOfProps): null {
  useImperativeHandle(ref, () => element, [element]);
  return null;
}
