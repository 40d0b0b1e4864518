/** What the dashboard shows. Zod-free types only: these travel through tRPC, never through the public API. */
import type { ReasonCode } from './reasonCodes';
import type {
	CheckOutcome,
	DocumentType,
	Environment,
	EvidenceSlot,
	FieldName,
	FieldSource,
	ReviewStatus,
	SessionStatus
} from './slots';

export interface ReviewRow {
	sessionId: string;
	environment: Environment;
	externalUserId: string | null;
	status: SessionStatus;
	reviewStatus: ReviewStatus;
	/** Name as read from the document; null until there is one, or after erasure. */
	holderName: string | null;
	documentType: DocumentType | null;
	issuingState: string | null;
	/** The reasons of the newest decision, strongest first. */
	reasons: string[];
	createdAt: number;
	completedAt: number | null;
}

export interface BoxFraction {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface ReviewField {
	name: FieldName;
	source: FieldSource;
	value: string;
	score: number;
	box: BoxFraction | null;
	slot: EvidenceSlot;
	/** Against the other sources of the same field: true agrees, false differs, null nothing to compare with. */
	agrees: boolean | null;
}

export interface ReviewPicture {
	artifactId: string;
	slot: EvidenceSlot;
	width: number;
	height: number;
	/** The tamper heatmap that lies over this picture. */
	heatmapArtifactId: string | null;
	boxes: { kind: 'viz' | 'mrz' | 'barcode' | 'portrait' | 'face'; label: string; box: BoxFraction }[];
	/** Where signs of editing stand, which signals saw them, and what of the document they touch. */
	tamperRegions: { signals: string[]; fields: string[]; score: number; box: BoxFraction }[];
	attempt: number;
	state: string;
	reasonCodes: string[];
}

export interface ReviewCheck {
	name: string;
	outcome: CheckOutcome;
	reasonCodes: string[];
	required: boolean;
	score: number | null;
	threshold: number | null;
}

export interface ReviewDecision {
	outcome: Exclude<ReviewStatus, 'none'>;
	reasonCodes: string[];
	/** `policy`, or the person's e-mail address. */
	decidedBy: string;
	comment: string | null;
	policyVersion: number;
	createdAt: number;
}

export interface ReviewWebhookAttempt {
	number: number;
	startedAt: number;
	durationMs: number;
	status: number | null;
	error: string | null;
	responseText: string | null;
	nextAttemptAt: number | null;
}

export interface ReviewWebhookEvent {
	id: string;
	sequence: number;
	type: string;
	state: string;
	url: string | null;
	createdAt: number;
	deliveredAt: number | null;
	attempts: ReviewWebhookAttempt[];
}

export interface ReviewView {
	sessionId: string;
	environment: Environment;
	externalUserId: string | null;
	status: SessionStatus;
	reviewStatus: ReviewStatus;
	metadata: { [key: string]: unknown };
	holderName: string | null;
	document: { type: DocumentType; issuingState: string | null } | null;
	mrz: { format: string; lines: string[]; valid: boolean } | null;
	/** Liveness and face figures in plain numbers, with the line they are judged by. */
	pictures: ReviewPicture[];
	fields: ReviewField[];
	checks: ReviewCheck[];
	/** Newest first; automatic and human side by side. */
	decisions: ReviewDecision[];
	timeline: { at: number; action: string; actor: string }[];
	webhooks: ReviewWebhookEvent[];
	/** The figures that the models gave, as measured, for whoever wants to see all. */
	raw: unknown;
	canDecide: boolean;
	createdAt: number;
	expiresAt: number;
	completedAt: number | null;
}

/** Reasons that a person may give for a decision. */
export const HUMAN_REASONS = [
	'manual_review_required',
	'document_expired',
	'document_type_not_allowed',
	'country_not_allowed',
	'under_minimum_age',
	'mrz_check_digit_mismatch',
	'printed_zone_mismatch',
	'face_mismatch',
	'presentation_attack_suspected',
	'tamper_suspected',
	'image_quality_low',
	'expected_name_mismatch',
	'address_name_mismatch'
] as const satisfies readonly ReasonCode[];
export type HumanReason = (typeof HUMAN_REASONS)[number];
