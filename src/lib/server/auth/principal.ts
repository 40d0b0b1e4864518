import type { Environment, MemberRole } from '$lib/contract/slots';

/** Whoever authenticated. Services take one of these, never a raw key or cookie. */
export type Principal = TenantPrincipal | OperatorPrincipal | ApplicantPrincipal;

/** A tenant's backend, by secret key. */
export interface TenantPrincipal {
	readonly kind: 'tenant';
	readonly organizationId: string;
	readonly environment: Environment;
	readonly apiKeyId: string;
}

/** A person of the dashboard, in one of their organizations. */
export interface OperatorPrincipal {
	readonly kind: 'operator';
	readonly userId: string;
	readonly organizationId: string;
	readonly role: MemberRole;
}

/** The applicant of one session, by client secret or applicant cookie. */
export interface ApplicantPrincipal {
	readonly kind: 'applicant';
	readonly organizationId: string;
	readonly environment: Environment;
	readonly sessionId: string;
	/** SHA-256 of the credential of a device to which the session was handed over; null: it came by the link itself. */
	readonly credentialHash: string | null;
}
