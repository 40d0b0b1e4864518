import { BACK_OFFICE_ICONS } from './backOfficeIcons';
import { addIcons } from './icons';

addIcons(BACK_OFFICE_ICONS);

export { default as Badge } from './Badge.svelte';
export { default as Banner } from './Banner.svelte';
export { default as Button } from './Button.svelte';
export { default as Card } from './Card.svelte';
export { default as Checkbox } from './Checkbox.svelte';
export { default as CopyButton } from './CopyButton.svelte';
export { default as Dialog } from './Dialog.svelte';
export { default as EmptyState } from './EmptyState.svelte';
export { default as Field } from './Field.svelte';
export { default as Icon } from './Icon.svelte';
export { default as ProgressBar } from './ProgressBar.svelte';
export { default as Select } from './Select.svelte';
export { default as Skeleton } from './Skeleton.svelte';
export type { IconName } from './icons';
export type { Tone } from './tone';
