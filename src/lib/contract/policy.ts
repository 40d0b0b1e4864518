import { z } from 'zod';
import { FACE_POINT_NAMES } from './faceOperatingPoints';
import { DOCUMENT_TYPES } from './slots';
import { webOriginOf } from './webOrigin';

const webOrigin = z
	.string()
	.max(300)
	.refine((text) => webOriginOf(text) === text, {
		message: 'an http or https origin: scheme, host, perhaps a port, nothing after it'
	});

const allowedDocumentType = z.enum(DOCUMENT_TYPES).exclude(['unknown']);

export const RequireInput = z.strictObject({
	idBack: z.union([z.literal('auto'), z.boolean()]).optional(),
	selfie: z.boolean().optional(),
	liveness: z.boolean().optional(),
	poa: z.boolean().optional()
});

/** What a tenant may set for one session, over the organization's own defaults. */
export const SessionPolicyInput = z.strictObject({
	/** Empty or absent: all types. */
	allowedDocumentTypes: z.array(allowedDocumentType).max(10).optional(),
	/** ISO 3166-1 alpha-3, upper case. Empty or absent: all. */
	allowedCountries: z
		.array(z.string().regex(/^[A-Z]{3}$/))
		.max(260)
		.optional(),
	minimumAge: z.number().int().min(0).max(120).optional(),
	require: RequireInput.optional()
});
export type SessionPolicyInput = z.infer<typeof SessionPolicyInput>;

/** As a session keeps it. A run of the test environment may say what the organization's switch says otherwise. */
export type StoredPolicyInput = SessionPolicyInput & { sandboxApproval?: boolean };

/** Which decisions of people need another person's word before they count. */
export const SECOND_APPROVALS = ['off', 'approvals', 'all'] as const;
export type SecondApproval = (typeof SECOND_APPROVALS)[number];

/** A policy with nothing left open: what decide() works on. */
export const Policy = z.strictObject({
	allowedDocumentTypes: z.array(allowedDocumentType),
	allowedCountries: z.array(z.string()),
	minimumAge: z.number().int().min(0).max(120),
	require: z.strictObject({
		idBack: z.union([z.literal('auto'), z.boolean()]),
		selfie: z.boolean(),
		liveness: z.boolean(),
		poa: z.boolean()
	}),
	automaticApproval: z.boolean(),
	secondApproval: z.enum(SECOND_APPROVALS).optional(),
	/** Where the line of the face comparison stands: one of the measured operating points. Absent: the strictest. */
	faceMatch: z.enum(FACE_POINT_NAMES).optional(),
	/** Where a `returnUrl` may lead. Empty or absent: anywhere. */
	returnOrigins: z.array(z.string()).optional()
});
export type Policy = z.infer<typeof Policy>;

/** What an organization may set; what is left out stays as it is. */
export const OrganizationPolicyInput = Policy.partial()
	.extend({
		allowedDocumentTypes: z.array(allowedDocumentType).max(10).optional(),
		allowedCountries: z
			.array(z.string().regex(/^[A-Z]{3}$/))
			.max(260)
			.optional(),
		returnOrigins: z.array(webOrigin).max(50).optional()
	})
	.refine(({ require }) => !require?.liveness || require.selfie, {
		path: ['require', 'liveness'],
		message: 'needs the selfie that the movements are compared with'
	});
export type OrganizationPolicyInput = z.infer<typeof OrganizationPolicyInput>;
