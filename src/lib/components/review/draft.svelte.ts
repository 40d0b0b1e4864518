import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { HumanReason } from '$lib/contract/review';

/** What a reviewer has chosen and written, and not sent. It outlives every re-reading of the session: nothing written is lost. */
export class Draft {
	outcome = $state<'approved' | 'rejected' | null>(null);
	reasons = $state<HumanReason[]>([]);
	comment = $state('');
	applicantComment = $state('');

	/** Whether there are words in it: what a person would miss. */
	get written(): boolean {
		return this.comment.trim() !== '' || this.applicantComment.trim() !== '';
	}

	/** Closes the form. What was chosen and written stays for when it is opened again. */
	fold(): void {
		this.outcome = null;
	}

	clear(): void {
		this.outcome = null;
		this.reasons = [];
		this.comment = '';
		this.applicantComment = '';
	}

	toggle(reason: HumanReason, on = !this.reasons.includes(reason)): void {
		this.reasons = on ? [...new Set([...this.reasons, reason])] : this.reasons.filter((other) => other !== reason);
	}
}

/** The drafts of all sessions that were opened in this tab: whoever moves on and comes back finds their own as they left it. */
export class Drafts {
	#of = new SvelteMap<string, Draft>();

	of(sessionId: string): Draft {
		const known = this.#of.get(sessionId);
		if (known) return known;
		const draft = new Draft();
		this.#of.set(sessionId, draft);
		return draft;
	}

	/** Whether the form of this session is open. */
	isDeciding(sessionId: string): boolean {
		return (this.#of.get(sessionId)?.outcome ?? null) !== null;
	}

	/** Whether words would be lost if the tab closed now. */
	get written(): boolean {
		return [...this.#of.values()].some((draft) => draft.written);
	}
}

export const [useDrafts, setDrafts] = createContext<Drafts>();
