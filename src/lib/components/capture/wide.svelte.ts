import { MediaQuery } from 'svelte/reactivity';

/** A mouse: a desktop, whose person may rather use a phone, however narrow the window or frame. False on the server. */
export const useMouse = (): { readonly current: boolean } => new MediaQuery('(pointer: fine)', false);

/** Room beside the column. False on the server. */
export const useWide = (): { readonly current: boolean } => new MediaQuery('(min-width: 900px)', false);
