import { z } from 'zod';
import { BoxView, CheckView, DecisionView, FieldsView } from './verification';
import { DOCUMENT_SIDES, DOCUMENT_TYPES, ENVIRONMENTS, REVIEW_STATUSES, SESSION_STATUSES } from './slots';

/** Bump when a field changes meaning; adding one does not count. */
export const WEBHOOK_API_VERSION = '2026-11-01';

const common = {
	id: z.string().regex(/^evt_/),
	sequence: z.number().int().min(1),
	createdAt: z.iso.datetime(),
	apiVersion: z.string(),
	environment: z.enum(ENVIRONMENTS),
	verificationSessionId: z.uuid(),
	externalUserId: z.string().nullable(),
	metadata: z.record(z.string(), z.json()),
	status: z.enum(SESSION_STATUSES),
	reviewStatus: z.enum(REVIEW_STATUSES)
};

export const ExtractionEvent = z.object({
	event: z.literal('verification.extraction'),
	...common,
	slot: z.enum(['id_front', 'id_back', 'poa']),
	document: z.object({
		type: z.union([z.enum(DOCUMENT_TYPES), z.string()]),
		issuingState: z.string().nullable(),
		side: z.enum(DOCUMENT_SIDES)
	}),
	fields: FieldsView,
	mrz: z
		.object({
			format: z.string(),
			lines: z.array(z.string()),
			valid: z.boolean(),
			checks: z.record(z.string(), z.enum(['valid', 'invalid', 'absent']))
		})
		.nullable(),
	barcode: z.object({ format: z.string(), aamvaVersion: z.number().nullable() }).nullable(),
	quality: z.object({ sharpness: z.number(), brightness: z.number(), glareShare: z.number() }).nullable(),
	/** Null where it was not measured: a page with text of its own has no camera's noise to look at. */
	tamper: z
		.object({
			score: z.number(),
			signals: z.array(z.object({ kind: z.string(), score: z.number() })),
			/** Places at or above the line of suspicion, as fractions of the picture, and what of the document they touch. */
			regions: z.array(
				z.object({
					box: BoxView,
					score: z.number(),
					signals: z.array(z.string()),
					fields: z.array(z.string())
				})
			)
		})
		.nullable(),
	heatmaps: z.array(z.object({ artifactId: z.string(), url: z.url(), kind: z.string() }))
});
export type ExtractionEvent = z.infer<typeof ExtractionEvent>;

export const CompletedEvent = z.object({
	event: z.literal('verification.completed'),
	...common,
	decision: DecisionView,
	checks: z.array(CheckView),
	fields: FieldsView
});
export type CompletedEvent = z.infer<typeof CompletedEvent>;

export const WebhookBody = z.discriminatedUnion('event', [ExtractionEvent, CompletedEvent]);
export type WebhookBody = z.infer<typeof WebhookBody>;
export type WebhookEventType = WebhookBody['event'];
