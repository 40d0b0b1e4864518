/** What the review queue and the review of one session show. Zod-free, like `review.ts`. */
import type { ReasonCode } from './reasonCodes';
import type { ReviewCorrection, ReviewRow } from './review';
import type { EvidenceSlot, FieldName, ReviewStatus, SessionStatus } from './slots';

/** Rows of one page of the queue. */
export const QUEUE_PAGE = 25;

/** From where on a session waits long, and from where on too long: marked in the queue. */
export interface ReviewTimes {
	soonMinutes: number;
	dueMinutes: number;
}

/** Where an organization has said nothing: half a shift, and a day. */
export const DEFAULT_REVIEW_TIMES: ReviewTimes = { soonMinutes: 4 * 60, dueMinutes: 24 * 60 };

/** How often steps of one session may be asked for again: after that a person decides on what is there. */
export const RESUBMISSION_LIMIT = 3;

const DOCUMENT_ADVICE = [
	'image_blurred',
	'image_glare',
	'image_too_dark',
	'document_cut_off',
	'wrong_side',
	'image_too_small',
	'document_not_found',
	'document_mirrored'
] as const satisfies readonly ReasonCode[];

/** What to do better, by step. Each has advice on the applicant's page, in every language. */
export const RESUBMISSION_REASONS = {
	id_front: DOCUMENT_ADVICE,
	id_back: DOCUMENT_ADVICE,
	poa: [...DOCUMENT_ADVICE, 'file_unreadable'],
	selfie: [
		'image_blurred',
		'image_too_dark',
		'face_too_small',
		'face_turned_away',
		'several_faces',
		'face_not_found',
		'image_glare'
	],
	liveness: ['liveness_face_lost', 'liveness_action_missing', 'liveness_wrong_order']
} as const satisfies Record<EvidenceSlot, readonly ReasonCode[]>;

/** Who is at work on a session, and until when unless they go on. */
export interface ReviewClaim {
	/** E-mail address. */
	by: string;
	mine: boolean;
	claimedAt: number;
	expiresAt: number;
}

/** `by` is null where nobody holds it: it waits for no person any more, or for another person than this one. */
export type ClaimResult =
	{ claimed: true; expiresAt: number } | { claimed: false; by: string | null; expiresAt: number | null };

export interface QueueRow extends ReviewRow {
	/** Since when it waits for a person. */
	waitingSince: number;
	claim: ReviewClaim | null;
	/** A first person's word that waits for a second. */
	proposal: { outcome: 'approved' | 'rejected'; by: string; mine: boolean } | null;
}

/** `proposed`: kept as a first word, another person's is needed. */
export interface DecisionResult {
	state: 'decided' | 'proposed';
}

export interface AskedAgain {
	/** Shown this once: only its hash is kept. */
	hostedUrl: string;
	expiresAt: number;
	number: number;
	limit: number;
}

export interface ReviewProposal {
	id: string;
	outcome: 'approved' | 'rejected';
	reasonCodes: string[];
	by: string;
	mine: boolean;
	state: 'open' | 'confirmed' | 'overridden' | 'replaced' | 'withdrawn';
	comment: string | null;
	applicantComment: string | null;
	createdAt: number;
}

export interface ReviewResubmission {
	slot: EvidenceSlot;
	number: number;
	reasonCodes: string[];
	by: string;
	comment: string | null;
	applicantComment: string | null;
	createdAt: number;
}

/** Where the review of one session stands: what a person needs to know before they decide, and after somebody else did. */
export interface ReviewStanding {
	status: SessionStatus;
	reviewStatus: ReviewStatus;
	completedAt: number | null;
	/** The newest decision, whoever made it. */
	decided: { outcome: Exclude<ReviewStatus, 'none'>; by: string; at: number } | null;
	/** What the policy decided, or what a failed required check amounts to. Deciding otherwise needs a reason. */
	recommendation: 'approved' | 'rejected' | null;
	secondApproval: 'off' | 'approvals' | 'all';
	claim: ReviewClaim | null;
	/** Newest first; at most one is open. */
	proposals: ReviewProposal[];
	/** Oldest first; the newest of a field counts. */
	corrections: ReviewCorrection[];
	/** Each field as it goes out now, for the form that corrects it. */
	fields: { name: FieldName; value: string; source: string }[];
	resubmissions: ReviewResubmission[];
	/** Steps that may be asked for again; empty once the limit is reached. */
	askable: EvidenceSlot[];
}
