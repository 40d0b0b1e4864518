/** What the applicant's pages need. By itself, so that a phone does not load what only the dashboard shows. */
export { default as Badge } from './Badge.svelte';
export { default as Banner } from './Banner.svelte';
export { default as Button } from './Button.svelte';
export { default as Checkbox } from './Checkbox.svelte';
export { default as Icon } from './Icon.svelte';
export { default as ProgressBar } from './ProgressBar.svelte';
export type { IconName } from './icons';
