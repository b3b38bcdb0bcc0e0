import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = [
  '#eef3fd',
  '#dbe5fa',
  '#b5c9f4',
  '#8caaee',
  '#7d9ff5',
  '#4f78dd',
  '#2d56c4',
  '#2448a8',
  '#1d3a88',
  '#152b66',
];

const dark: MantineColorsTuple = [
  '#dde0e7',
  '#b6bcc8',
  '#949cab',
  '#5a616e',
  '#434955',
  '#2a2e37',
  '#1f232a',
  '#1b1e24',
  '#16181d',
  '#121419',
];

/** What closes a popover when it happens outside of it: the palette takes the focus by a key, without a click. */
const clickOutsideEvents = ['mousedown', 'touchstart', 'focusin'];

/** Mantine's theme: one accent, radius 6, 14 px base and 12 px data, motion under 120 ms. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  autoContrast: true,
  colors: { accent, dark },
  defaultRadius: 6,
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    TextInput: { defaultProps: { size: 'xs' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 100 } },
    Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 80 }, withArrow: false } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 80 },
        clickOutsideEvents,
        // Among what is read as the page's content; and its first entry has the focus, no element that is nothing else.
        portalProps: { target: '#content' },
        withInitialFocusPlaceholder: false,
      },
    },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 }, clickOutsideEvents } },
    // It is the head of a dialog, no banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    Modal: { defaultProps: { transitionProps: { duration: 100 }, overlayProps: { backgroundOpacity: 0.45 } } },
  },
});

/** Puts the page's own palette under Mantine's names, so that both speak of the same colours. */
export const variables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--panel)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-mute)',
    '--mantine-color-placeholder': 'var(--ink-mute)',
    '--mantine-color-default': 'var(--panel)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--failed-ink)',
    '--mantine-color-anchor': 'var(--accent-ink)',
    '--mantine-color-gray-light-color': 'var(--ink-soft)',
    '--mantine-color-gray-light-hover': 'var(--hover)',
    '--mantine-shadow-md': 'var(--shadow)',
    '--mantine-shadow-xl': 'var(--shadow)',
  };
  return { variables: {}, light: shared, dark: shared };
};
