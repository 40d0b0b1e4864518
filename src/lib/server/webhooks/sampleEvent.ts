import type { Environment } from '$lib/contract/slots';
import { WEBHOOK_API_VERSION, type WebhookBody, type WebhookEventType } from '$lib/contract/webhooks';

/** No session of ours has this id: all of theirs are random (RFC 9562, 5.9: the nil UUID). */
export const NO_SESSION = '00000000-0000-0000-0000-000000000000';

interface SampleOf {
	type: WebhookEventType;
	/** `evt_test_…`, which no event of a session has. */
	id: string;
	environment: Environment;
	/** In ms. */
	now: number;
}

/**
 * Pure. An event in the shape of real ones that is unmistakably none: `sample: true`, the id of no session, nobody's externalUserId,
 * the specimen of ICAO 9303, and nothing decided that a receiver would act upon.
 */
export function sampleEvent({ type, id, environment, now }: SampleOf): WebhookBody & { sample: true } {
	const createdAt = new Date(now).toISOString();
	const common = {
		...{ id, sequence: 1, createdAt, apiVersion: WEBHOOK_API_VERSION, environment, sample: true as const },
		...{ verificationSessionId: NO_SESSION, externalUserId: null, metadata: {} }
	};
	if (type === 'verification.extraction')
		return { event: type, ...common, status: 'capturing', reviewStatus: 'none', ...EXTRACTION };
	const decision = { outcome: 'pending_review' as const, reasons: ['manual_review_required'], decidedBy: 'policy' };
	return {
		...{ event: type, ...common, status: 'completed', reviewStatus: 'pending_review' },
		decision: { ...decision, decidedAt: createdAt, policyVersion: 0 },
		...COMPLETED
	};
}

/** ICAO 9303-4, appendix A. */
const FIELDS = {
	primaryIdentifier: { value: 'ERIKSSON', source: 'mrz' as const, score: 0.99, box: null },
	secondaryIdentifier: { value: 'ANNA MARIA', source: 'mrz' as const, score: 0.99, box: null },
	documentNumber: { value: 'L898902C3', source: 'mrz' as const, score: 0.99, box: null },
	dateOfBirth: { value: '1974-08-12', source: 'mrz' as const, score: 0.99, box: null }
};

const EXTRACTION = {
	slot: 'id_front' as const,
	document: { type: 'passport', issuingState: 'UTO', side: 'front' as const },
	fields: FIELDS,
	mrz: {
		format: 'TD3',
		lines: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
		valid: true,
		checks: { documentNumber: 'valid' as const, dateOfBirth: 'valid' as const, composite: 'valid' as const }
	},
	barcode: null,
	quality: { sharpness: 860, brightness: 150, glareShare: 0 },
	tamper: { score: 0.1, signals: [], regions: [] },
	heatmaps: []
};

const passed = (name: string) => ({
	...{ name, outcome: 'pass' as const, reasonCodes: [], required: true, score: null, threshold: null }
});
const COMPLETED = { checks: [passed('document_expiry'), passed('mrz')], fields: FIELDS };
