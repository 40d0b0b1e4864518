import type { CreateSessionInput, CreateSessionOutput } from '$lib/contract/verification';
import { record } from '$lib/server/audit';
import { hashSecret, mintClientSecret, type TenantPrincipal } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError, sealJson } from '$lib/server/platform';
import { judgeWebhookUrl } from '$lib/server/webhooks';
import { findNewestPolicy } from '../decision/policyRepo';
import { insertSession } from './sessionRepo';
import { sessionKeyAad } from './sessionKey';
import { usableReturnUrl } from './returnUrl';

/** POST /api/verification/sessions. Throws WEBHOOK_URL_REFUSED by the URL's text alone; no name is resolved here. */
export const createSession = (
	deps: Deps,
	tenant: TenantPrincipal,
	input: CreateSessionInput
): Promise<CreateSessionOutput> => deps.store.tx((tx) => createSessionIn(tx, deps, tenant, input));

/** The same inside a transaction, for the idempotent create that writes its own row beside it. */
export function* createSessionIn(
	tx: Tx,
	deps: Deps,
	tenant: TenantPrincipal,
	input: CreateSessionInput
): Step<CreateSessionOutput> {
	assertWebhookUrl(deps, tenant, input.webhookUrl);
	const id = deps.ids.uuid();
	const clientSecret = mintClientSecret(deps.ids);
	const { key, wrapped } = deps.keyring.newKey(sessionKeyAad(id));
	const now = deps.clock.now();
	const expiresAt = now + input.expiresInSeconds * 1000;
	const sealedSecret =
		input.webhookSecret === undefined
			? null
			: deps.keyring.seal(Buffer.from(input.webhookSecret, 'utf8'), `webhookSecret|${id}`);

	const [policy] = yield* q(findNewestPolicy(tx, tenant.organizationId, tenant.environment));
	const returnUrl = usableReturnUrl(input.returnUrl, policy?.policy.returnOrigins);
	yield* q(
		insertSession(tx, {
			id,
			organizationId: tenant.organizationId,
			environment: tenant.environment,
			externalUserId: input.externalUserId ?? null,
			returnUrl,
			webhookUrl: input.webhookUrl ?? null,
			webhookSecretSealed: sealedSecret,
			metadata: input.metadata ?? {},
			locale: input.locale ?? null,
			expectedDetailsSealed: input.expectedDetails
				? sealJson(key, input.expectedDetails, `expectedDetails|${id}`)
				: null,
			policyInput: input.policy ?? {},
			policyVersion: policy?.version ?? 0,
			status: 'created',
			reviewStatus: 'none',
			clientSecretHash: hashSecret(clientSecret),
			wrappedKey: wrapped,
			sequence: 0,
			createdAt: now,
			expiresAt
		})
	);
	yield* record(tx, deps, {
		organizationId: tenant.organizationId,
		sessionId: id,
		actor: { type: 'tenant', id: tenant.apiKeyId },
		action: 'session.created'
	});
	const ignored = input.returnUrl !== undefined && returnUrl === null;
	return {
		ok: true,
		sessionId: id,
		token: clientSecret,
		clientSecret,
		hostedUrl: hostedUrl(deps.config.origin, id, clientSecret),
		expiresAt: new Date(expiresAt).toISOString(),
		...(ignored ? { warnings: [{ code: 'RETURN_URL_IGNORED' as const }] } : {})
	};
}

function assertWebhookUrl(deps: Deps, tenant: TenantPrincipal, url: string | undefined): void {
	if (url === undefined) return;
	const verdict = judgeWebhookUrl(deps.config, tenant.environment, url);
	if (!verdict.ok)
		throw new AppError('WEBHOOK_URL_REFUSED', { fields: [{ path: 'webhookUrl', message: verdict.reason }] });
}

/** Built from ORIGIN, never from a request's Host. */
export const hostedUrl = (origin: string, sessionId: string, clientSecret: string): string =>
	`${origin}/verification/session/${sessionId}?token=${clientSecret}`;
