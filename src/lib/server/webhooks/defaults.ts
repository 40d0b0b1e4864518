import { and, eq } from 'drizzle-orm';
import type { Environment } from '$lib/contract/slots';
import type { SaveWebhookDefaultInput } from '$lib/contract/webhookSettings';
import { record } from '$lib/server/audit';
import { q, type Step, type Store, type Tx } from '$lib/server/db';
import { AppError, requireSeen, type Clock, type Ids, type Keyring } from '$lib/server/platform';
import { judgeWebhookUrl, type WebhookSettings } from './webhookUrl';

interface DefaultDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
	readonly keyring: Keyring;
	readonly config: WebhookSettings;
}

interface Operator {
	organizationId: string;
	userId: string;
}

type DefaultRow = Tx['t']['webhookDefaults']['$inferSelect'];

export interface WebhookDefaultView {
	url: string;
	/** Until when the secret before the newest signs too; null: it does not. */
	previousUntil: number | null;
	updatedAt: number;
}

/** Where sessions without a webhookUrl report; null: nowhere. The secret is never shown again. */
export async function readWebhookDefault(
	deps: Pick<DefaultDeps, 'store' | 'clock'>,
	organizationId: string,
	environment: Environment
): Promise<WebhookDefaultView | null> {
	const row = await findDefault(deps.store, organizationId, environment);
	return row && viewOf(row, deps.clock.now());
}

/**
 * Saves URL and secret. A new secret replaces the old one, which goes on signing beside it for `overlapHours`.
 * @throws WEBHOOK_URL_REFUSED by the URL's text, VALIDATION_FAILED where the first save brings no secret,
 * SETTINGS_CHANGED where another was saved than the page showed.
 */
export async function saveWebhookDefault(
	deps: DefaultDeps,
	{ organizationId, userId }: Operator,
	input: SaveWebhookDefaultInput
): Promise<WebhookDefaultView> {
	const { environment, url, secret, overlapHours } = input;
	const verdict = judgeWebhookUrl(deps.config, environment, url);
	if (!verdict.ok) throw new AppError('WEBHOOK_URL_REFUSED', { fields: [{ path: 'url', message: verdict.reason }] });
	return deps.store.tx(function* (tx) {
		const now = deps.clock.now();
		const [before] = yield* q(selectDefault(tx, organizationId, environment));
		if (input.seenUpdatedAt !== undefined) requireSeen([before?.updatedAt ?? null], [input.seenUpdatedAt]);
		const overlapUntil = now + overlapHours * 3_600_000;
		const row = {
			...{ organizationId, environment, url, updatedBy: userId, updatedAt: now },
			...secretsAfter(deps, aadOf({ organizationId, environment }), secret, { before, overlapUntil })
		};
		const { webhookDefaults } = tx.t;
		yield* q(
			tx.db
				.insert(webhookDefaults)
				.values(row)
				.onConflictDoUpdate({ target: [webhookDefaults.organizationId, webhookDefaults.environment], set: row })
		);
		yield* recordChange(tx, deps, { organizationId, userId }, environment, {
			action: 'webhook_default.saved',
			secretChanged: secret !== undefined
		});
		return viewOf(row, now);
	});
}

/** Sessions without a webhookUrl report nowhere again; what still waits for the old URL is given up at its next attempt. */
export async function removeWebhookDefault(
	deps: Pick<DefaultDeps, 'store' | 'clock' | 'ids'>,
	operator: Operator,
	environment: Environment
): Promise<void> {
	await deps.store.tx(function* (tx) {
		const { webhookDefaults } = tx.t;
		const removed = yield* q(
			tx.db
				.delete(webhookDefaults)
				.where(whose(tx, operator.organizationId, environment))
				.returning({ url: webhookDefaults.url })
		);
		if (removed.length === 1)
			yield* recordChange(tx, deps, operator, environment, { action: 'webhook_default.removed', secretChanged: true });
	});
}

export const findDefault = async (
	tx: Tx,
	organizationId: string,
	environment: Environment
): Promise<DefaultRow | null> => (await selectDefault(tx, organizationId, environment))[0] ?? null;

/** A builder, for use inside a transaction. */
export const selectDefault = (tx: Tx, organizationId: string, environment: Environment) =>
	tx.db
		.select()
		.from(tx.t.webhookDefaults)
		.where(whose(tx, organizationId, environment));

/** The secrets that sign now, the newest first. */
export function defaultSecrets({ keyring }: Pick<DefaultDeps, 'keyring'>, row: DefaultRow, now: number): string[] {
	const aad = aadOf(row);
	const sealed = [row.secretSealed];
	if (row.previousSecretSealed !== null && (row.previousUntil ?? 0) > now) sealed.push(row.previousSecretSealed);
	return sealed.map((secret) => keyring.open(secret, aad).toString('utf8'));
}

/** The newest secret and the one before it; without a new one both stay as they are. */
function secretsAfter(
	{ keyring }: Pick<DefaultDeps, 'keyring'>,
	aad: string,
	secret: string | undefined,
	{ before, overlapUntil }: { before: DefaultRow | undefined; overlapUntil: number }
): Pick<DefaultRow, 'secretSealed' | 'previousSecretSealed' | 'previousUntil'> {
	if (secret === undefined) {
		if (!before)
			throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'secret', message: 'is needed the first time' }] });
		const { secretSealed, previousSecretSealed, previousUntil } = before;
		return { secretSealed, previousSecretSealed, previousUntil };
	}
	return {
		secretSealed: keyring.seal(Buffer.from(secret, 'utf8'), aad),
		previousSecretSealed: before?.secretSealed ?? null,
		previousUntil: before ? overlapUntil : null
	};
}

function* recordChange(
	tx: Tx,
	deps: Pick<DefaultDeps, 'clock' | 'ids'>,
	operator: Operator,
	environment: Environment,
	{ action, secretChanged }: { action: string; secretChanged: boolean }
): Step<void> {
	yield* record(tx, deps, {
		organizationId: operator.organizationId,
		actor: { type: 'operator', id: operator.userId },
		action,
		detail: { environment, secretChanged }
	});
}

const whose = ({ t: { webhookDefaults } }: Tx, organizationId: string, environment: Environment) =>
	and(eq(webhookDefaults.organizationId, organizationId), eq(webhookDefaults.environment, environment));

const aadOf = (row: { organizationId: string; environment: Environment }): string =>
	`webhookDefault|${row.organizationId}|${row.environment}`;

const viewOf = (
	{ url, previousUntil, updatedAt }: Pick<DefaultRow, 'url' | 'previousUntil' | 'updatedAt'>,
	now: number
): WebhookDefaultView => ({ url, updatedAt, previousUntil: (previousUntil ?? 0) > now ? previousUntil : null });
