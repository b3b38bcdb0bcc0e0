/** The ref of what has the focus once it is there: a menu that changes what it lists would lose it. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
