import { MediaQuery } from 'svelte/reactivity';

/** A screen with room beside the column and a mouse: a desktop, whose person may rather use a phone. False on the server. */
export function useWide(): { readonly current: boolean } {
	return new MediaQuery('(min-width: 900px) and (pointer: fine)', false);
}
