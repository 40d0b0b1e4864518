import { browser } from '$app/environment';
import { createContext } from 'svelte';
import { CODE_TABS, type CodeTab } from '$lib/contract/docs';

const STORED_AS = 'docs-code-tab';

/** Which language the reader last chose; kept on this device, so that every page opens in it. */
export class CodeTabChoice {
	#tab = $state<CodeTab | null>(null);

	get tab(): CodeTab | null {
		return this.#tab;
	}

	/** Read after the page has come alive: the server does not know the choice, and both must draw the same first. */
	recall(): void {
		const stored = browser ? read() : null;
		this.#tab = CODE_TABS.find((name) => name === stored) ?? this.#tab;
	}

	choose(tab: CodeTab): void {
		this.#tab = tab;
		write(tab);
	}
}

export const [useCodeTab, setCodeTab] = createContext<CodeTabChoice>();

/** Storage may be switched off; the choice then lasts as long as the page. */
function read(): string | null {
	try {
		return localStorage.getItem(STORED_AS);
	} catch {
		return null;
	}
}

function write(tab: CodeTab): void {
	try {
		localStorage.setItem(STORED_AS, tab);
	} catch {
		return;
	}
}
