import { createContext } from 'svelte';
import { environmentOf } from '$lib/contract/environmentOf';
import type { Environment } from '$lib/contract/slots';

const PATH = '/dashboard/sessions';

/** Where this tab last showed the sessions' list: the way back from a session leads there, filters and all. */
export class LastList {
	#address = $state.raw<URL | null>(null);

	note(url: URL): void {
		if (url.pathname === PATH) this.#address = url;
	}

	/** The list of this environment as it was last seen; unfiltered where it was not. */
	addressFor(environment: Environment): string {
		const last = this.#address;
		return last && environmentOf(last) === environment ? PATH + last.search : `${PATH}?environment=${environment}`;
	}
}

export const [useLastList, setLastList] = createContext<LastList>();
