/** Pure. Which slots a session needs, and what comes next. The server owns the step on every device. */
import type { Policy } from '$lib/contract/policy';
import type { CaptureStep, DocumentType, EvidenceSlot, SessionStatus, SlotState } from '$lib/contract/slots';
import type { DocumentAnalysis } from '$lib/server/vision/types';

/** What is known of the document's front once it has been analysed. */
export interface FrontSummary {
	type: DocumentType;
	/** A machine-readable zone or a barcode stood on the front itself. */
	machineReadable: boolean;
}

/** What the next steps depend on, of a front that has been analysed. */
export const summarizeFront = (front: Pick<DocumentAnalysis, 'document' | 'mrz' | 'barcode'>): FrontSummary => ({
	type: front.document.type,
	machineReadable: front.mrz !== null || Boolean(front.barcode?.aamva)
});

export interface SlotProgress {
	state: SlotState;
	attempt: number;
	/** When the newest attempt came in; null while empty. */
	submittedAt: number | null;
}

export type SlotBoard = Record<EvidenceSlot, SlotProgress>;

/** How long capture waits on the front's analysis before it goes on with the selfie, in ms: patience, not correctness. */
export const FRONT_PATIENCE_MS = 15_000;

const CARD_TYPES: readonly DocumentType[] = ['id_card', 'driving_licence', 'residence_permit'];

/** `auto`: a card whose front alone carries nothing machine-readable needs its back; before the front is read, nobody knows. */
export function needsBack(policy: Policy, front: FrontSummary | null): boolean {
	if (policy.require.idBack !== 'auto') return policy.require.idBack;
	return front !== null && CARD_TYPES.includes(front.type) && !front.machineReadable;
}

/** In the order in which they are asked for. */
export function requiredSlots(policy: Policy, front: FrontSummary | null): EvidenceSlot[] {
	const slots: EvidenceSlot[] = ['id_front'];
	if (needsBack(policy, front)) slots.push('id_back');
	// The face that moves is compared with the selfie, so either requirement asks for one.
	if (policy.require.selfie || policy.require.liveness) slots.push('selfie');
	if (policy.require.liveness) slots.push('liveness');
	if (policy.require.poa) slots.push('poa');
	return slots;
}

export interface NextStep {
	step: CaptureStep;
	/** The step's picture is being read; nothing to do but wait a moment. */
	waiting: boolean;
	/** From 1. */
	index: number;
	total: number;
}

/** Where the applicant stands. */
export function nextStep(input: {
	status: SessionStatus;
	policy: Policy;
	front: FrontSummary | null;
	board: SlotBoard;
	nowMs: number;
}): NextStep {
	const required = requiredSlots(input.policy, input.front);
	const steps: CaptureStep[] = ['consent', ...required, 'submit'];
	const at = (step: CaptureStep, waiting = false): NextStep => ({
		step,
		waiting,
		index: Math.max(1, steps.indexOf(step) + 1 || steps.length),
		total: steps.length
	});
	if (input.status === 'created') return at('consent');
	if (input.status === 'processing') return at('processing', true);
	if (input.status !== 'capturing') return at('result');
	for (const slot of required) {
		const { state, submittedAt } = input.board[slot];
		if (state === 'empty' || state === 'refused') return at(slot);
		const young = input.nowMs - (submittedAt ?? 0) < FRONT_PATIENCE_MS;
		if (slot === 'id_front' && state === 'analyzing' && input.policy.require.idBack === 'auto' && young)
			return at('id_front', true);
	}
	return at(
		'submit',
		required.some((slot) => input.board[slot].state === 'analyzing')
	);
}
