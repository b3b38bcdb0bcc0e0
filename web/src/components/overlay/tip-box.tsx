import { Tooltip } from '@mantine/core';

interface TipBoxProps {
  readonly target: HTMLElement;
  readonly text: string;
  readonly side: 'top' | 'right';
}

/** The tip of an element, beside it. */
export function TipBox({ target, text, side }: TipBoxProps) {
  return <Tooltip opened target={target} label={text} position={side} multiline maw={420} />;
}
