import { z } from 'zod';
import { BrandView } from './branding';
import { SessionPolicyInput } from './policy';
import { isStorable, text } from './text';
import {
	CAPTURE_STEPS,
	CHECK_OUTCOMES,
	DOCUMENT_TYPES,
	ENVIRONMENTS,
	EVIDENCE_SLOTS,
	FIELD_VALUE_SOURCES,
	REVIEW_STATUSES,
	SESSION_STATUSES,
	SLOT_STATES
} from './slots';

const isoDate = z
	.string()
	.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be YYYY-MM-DD')
	.refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)), 'is not a date');

/** Free-form JSON object, echoed as it came; at most 16 KiB when serialised. */
const metadata = z
	.record(z.string().max(200), z.json())
	.refine((value) => new TextEncoder().encode(JSON.stringify(value)).byteLength <= 16_384, 'is larger than 16 KiB')
	.refine(isStorable, 'holds characters that cannot be stored');

export const ExpectedDetails = z.strictObject({
	firstName: text(200).optional(),
	lastName: text(200).optional(),
	dateOfBirth: isoDate.optional(),
	address: text(500).optional()
});
export type ExpectedDetails = z.infer<typeof ExpectedDetails>;

export const CreateSessionInput = z.strictObject({
	externalUserId: text(200).optional(),
	returnUrl: text(2048).optional(),
	webhookUrl: text(2048).optional(),
	webhookSecret: text(512).min(16).optional(),
	metadata: metadata.optional(),
	locale: z
		.string()
		.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
		.max(35)
		.optional(),
	expiresInSeconds: z.number().int().min(300).max(604_800).default(86_400),
	expectedDetails: ExpectedDetails.optional(),
	policy: SessionPolicyInput.optional()
});
export type CreateSessionInput = z.output<typeof CreateSessionInput>;

export const SessionWarning = z.object({ code: z.literal('RETURN_URL_IGNORED') });

export const CreateSessionOutput = z.object({
	ok: z.literal(true),
	sessionId: z.uuid(),
	token: z.string().describe('Legacy alias of clientSecret'),
	clientSecret: z.string(),
	hostedUrl: z.url(),
	expiresAt: z.iso.datetime(),
	warnings: z.array(SessionWarning).optional()
});
export type CreateSessionOutput = z.infer<typeof CreateSessionOutput>;

export const ListSessionsInput = z.strictObject({
	externalUserId: text(200).optional(),
	status: z.enum(SESSION_STATUSES).optional(),
	reviewStatus: z.enum(REVIEW_STATUSES).optional(),
	createdAfter: z.iso.datetime({ offset: true }).optional(),
	createdBefore: z.iso.datetime({ offset: true }).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(20),
	cursor: z.string().max(200).optional()
});
export type ListSessionsInput = z.output<typeof ListSessionsInput>;

export const BoxView = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

export const FieldView = z.object({
	value: z.string(),
	source: z.enum(FIELD_VALUE_SOURCES),
	score: z.number(),
	box: BoxView.nullable()
});
export type FieldView = z.infer<typeof FieldView>;
export const FieldsView = z.record(z.string(), FieldView);
export type FieldsView = z.infer<typeof FieldsView>;

export const CheckView = z.object({
	name: z.string(),
	outcome: z.enum(CHECK_OUTCOMES),
	reasonCodes: z.array(z.string()),
	required: z.boolean(),
	score: z.number().nullable(),
	threshold: z.number().nullable()
});
export type CheckView = z.infer<typeof CheckView>;

export const DecisionView = z.object({
	outcome: z.enum(['approved', 'rejected', 'pending_review']),
	reasons: z.array(z.string()),
	decidedBy: z.string().describe('`policy`, or the id of the person'),
	decidedAt: z.iso.datetime(),
	policyVersion: z.number().int()
});
export type DecisionView = z.infer<typeof DecisionView>;

export const ArtifactView = z.object({
	artifactId: z.string(),
	slot: z.enum(EVIDENCE_SLOTS),
	kind: z
		.enum(['picture', 'heatmap', 'signal_maps', 'original'])
		.describe('`signal_maps`: the signals of the heatmap one by one, below each other in one picture'),
	mediaType: z.string(),
	width: z.number().nullable(),
	height: z.number().nullable(),
	url: z.url()
});
export type ArtifactView = z.infer<typeof ArtifactView>;

export const TimelineEntry = z.object({ at: z.iso.datetime(), action: z.string(), actor: z.string() });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const SessionSummary = z.object({
	sessionId: z.uuid(),
	environment: z.enum(ENVIRONMENTS),
	externalUserId: z.string().nullable(),
	metadata: z.record(z.string(), z.json()),
	status: z.enum(SESSION_STATUSES),
	reviewStatus: z.enum(REVIEW_STATUSES),
	createdAt: z.iso.datetime(),
	expiresAt: z.iso.datetime(),
	completedAt: z.iso.datetime().nullable()
});
export type SessionSummary = z.infer<typeof SessionSummary>;

export const SessionView = SessionSummary.extend({
	ok: z.literal(true),
	decision: DecisionView.nullable(),
	checks: z.array(CheckView),
	fields: FieldsView,
	artifacts: z.array(ArtifactView),
	timeline: z.array(TimelineEntry)
});
export type SessionView = z.infer<typeof SessionView>;

export const ListSessionsOutput = z.object({
	ok: z.literal(true),
	sessions: z.array(SessionSummary),
	nextCursor: z.string().nullable()
});
export type ListSessionsOutput = z.infer<typeof ListSessionsOutput>;

export const SlotView = z.object({
	slot: z.enum(EVIDENCE_SLOTS),
	required: z.boolean(),
	state: z.enum(SLOT_STATES),
	attempt: z.number().int()
});

/** What the applicant's page is told; never a score, never another person's data. */
export const ProgressView = z.object({
	ok: z.literal(true),
	sessionId: z.uuid(),
	organizationName: z.string(),
	/** The organization's colour and logo, as addresses of this server; nulls where it chose none. */
	brand: BrandView,
	environment: z.enum(ENVIRONMENTS),
	locale: z.string().nullable(),
	status: z.enum(SESSION_STATUSES),
	reviewStatus: z.enum(REVIEW_STATUSES),
	step: z.enum(CAPTURE_STEPS),
	/** From 1, for "2 of 4". */
	index: z.number().int(),
	total: z.number().int(),
	/** The page shows the current step as "being read" while true. */
	waiting: z.boolean(),
	slots: z.array(SlotView),
	feedback: z.array(z.object({ slot: z.enum(EVIDENCE_SLOTS), codes: z.array(z.string()) })),
	/** The one step that a person asked for again, and which time this is; null: none. */
	request: z.object({ slot: z.enum(EVIDENCE_SLOTS), number: z.number().int(), limit: z.number().int() }).nullable(),
	/** What a person wrote for the applicant, with the decision or with the step asked for again. */
	comment: z.string().nullable(),
	device: z.object({
		/** This device goes on; false after another one took over. */
		active: z.boolean(),
		/** Goes back to the tenant at the end; a device that was handed the session says that it is done. */
		returns: z.boolean(),
		/** The number that a device shows which asks to go on; null while none does. */
		asking: z.number().int().nullable()
	}),
	/** Kinds of document that will do; empty: any. */
	documentTypes: z.array(z.enum(DOCUMENT_TYPES)),
	/** Countries whose documents will do, ISO 3166-1 alpha-2 where there is one; empty: any. */
	countries: z.array(z.string()),
	hasReturnUrl: z.boolean(),
	expiresAt: z.iso.datetime()
});
export type ProgressView = z.infer<typeof ProgressView>;

export const ConsentInput = z.strictObject({
	textVersion: text(40).min(1),
	locale: text(35).min(2)
});
export type ConsentInput = z.infer<typeof ConsentInput>;

export const EvidenceOutput = z.object({ ok: z.literal(true), accepted: z.literal(true), next: z.enum(CAPTURE_STEPS) });
export type EvidenceOutput = z.infer<typeof EvidenceOutput>;

/** `confirm`: whoever brings the code waits until this side has said that both screens show the same number. */
export const HandoffInput = z.strictObject({ confirm: z.boolean().default(false) });
export type HandoffInput = z.infer<typeof HandoffInput>;

export const ConfirmHandoffInput = z.strictObject({ number: z.number().int(), same: z.boolean() });
export type ConfirmHandoffInput = z.infer<typeof ConfirmHandoffInput>;

export const RedeemHandoffOutput = z.object({
	ok: z.literal(true),
	sessionId: z.uuid(),
	state: z
		.enum(['open', 'waiting', 'refused'])
		.describe('`open`: the session is this device’s. `waiting`: the other screen is asked whether both show `number`.'),
	number: z.number().int().nullable()
});
export type Redeemed = Omit<z.infer<typeof RedeemHandoffOutput>, 'ok'>;

export const HandoffOutput = z.object({
	ok: z.literal(true),
	code: z.string(),
	url: z.url(),
	expiresAt: z.iso.datetime()
});
export const RedeemHandoffInput = z.strictObject({ code: z.string().min(10).max(100) });
