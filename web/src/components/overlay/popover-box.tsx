import { Popover } from '@mantine/core';
import { PlaceOf } from './place-of.ts';
import type { PopoverLook } from './popover-button.tsx';
import { useOpened } from './use-opened.ts';

interface PopoverBoxProps extends PopoverLook {
  /** The button's, by which the box is called. */
  readonly id: string;
  readonly target: HTMLElement;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

/** The box of a button: it takes the focus, and gives it back to the button. */
export function PopoverBox(props: PopoverBoxProps) {
  const { id, target, isOpen, onOpen, position = 'bottom-start', width, padding = 8, children } = props;
  const opened = useOpened(isOpen);
  return (
    <Popover
      id={id}
      opened={opened}
      onChange={onOpen}
      position={position}
      trapFocus
      returnFocus
      {...(width === undefined ? {} : { width })}
    >
      <Popover.Target>
        <PlaceOf element={target} />
      </Popover.Target>
      <Popover.Dropdown p={padding}>{children}</Popover.Dropdown>
    </Popover>
  );
}
