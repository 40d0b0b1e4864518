import type { HumanReason } from '$lib/contract/review';

/** What a reviewer has chosen and written, and not sent. It outlives every re-reading of the session: nothing written is lost. */
export class Draft {
	outcome = $state<'approved' | 'rejected' | null>(null);
	reasons = $state<HumanReason[]>([]);
	comment = $state('');
	applicantComment = $state('');

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
