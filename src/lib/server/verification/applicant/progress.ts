import { eq, isNotNull } from 'drizzle-orm';
import { brandView } from '$lib/contract/branding';
import { EVIDENCE_SLOTS } from '$lib/contract/slots';
import type { ProgressView } from '$lib/contract/verification';
import type { ApplicantPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { policyOfSession } from '../decision/policy';
import { readBoard } from '../evidence/board';
import { nextStep, requiredSlots } from '../evidence/slots';
import { acceptedCountries } from './acceptedCountries';
import { askingNumber } from './confirmHandoff';
import { personsWords } from './personsWords';
import { loadSession } from '../session/load';

/** GET …/progress: where the applicant stands, in codes. Never a score. */
export async function readProgress(deps: Deps, applicant: ApplicantPrincipal): Promise<ProgressView> {
	const session = await loadSession(deps, applicant, applicant.sessionId);
	const policy = await policyOfSession(deps, session);
	const { board, newest, front } = await readBoard(deps, session);
	const required = requiredSlots(policy, front);
	const { organizations } = deps.store.t;
	const [organization] = await deps.store.db
		.select({
			name: organizations.name,
			brandAccent: organizations.brandAccent,
			brandKey: organizations.brandKey,
			hasLogo: isNotNull(organizations.brandLogo).mapWith(Boolean)
		})
		.from(organizations)
		.where(eq(organizations.id, session.organizationId));
	const refused = EVIDENCE_SLOTS.filter((slot) => newest[slot]?.state === 'refused');
	const open = session.status === 'created' || session.status === 'capturing';
	return {
		ok: true,
		sessionId: session.id,
		organizationName: organization?.name ?? '',
		brand: organization ? brandView(organization) : { stylesheet: null, logo: null },
		environment: session.environment,
		locale: session.locale,
		status: session.status,
		reviewStatus: session.reviewStatus,
		...nextStep({ status: session.status, policy, front, board, nowMs: deps.clock.now() }),
		slots: EVIDENCE_SLOTS.map((slot) => ({
			slot,
			required: required.includes(slot),
			state: board[slot].state,
			attempt: board[slot].attempt
		})),
		feedback: refused.map((slot) => ({ slot, codes: newest[slot]?.reasonCodes ?? [] })),
		...(await personsWords(deps, session)),
		device: {
			active: session.activeCredentialHash === applicant.credentialHash,
			returns: applicant.credentialHash === null,
			asking: open ? await askingNumber(deps, session.id) : null
		},
		documentTypes: policy.allowedDocumentTypes,
		countries: acceptedCountries(policy.allowedCountries),
		hasReturnUrl: session.returnUrl !== null,
		expiresAt: new Date(session.expiresAt).toISOString()
	};
}
