import { createContext } from 'svelte';

/** The key that a reader pasted: for all forms of the page, and gone with it. Nothing stores it. */
export class TryKey {
	value = $state('');
}

export const [useTryKey, setTryKey] = createContext<TryKey>();
