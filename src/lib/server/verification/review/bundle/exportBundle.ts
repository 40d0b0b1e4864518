import { createHash } from 'node:crypto';
import { record } from '$lib/server/audit';
import type { Authorized } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { AppError, openJson } from '$lib/server/platform';
import { loadArtifactBytes } from '../../evidence/artifacts';
import { findAnalyses, findArtifacts, findEvidence, type ArtifactRow } from '../../evidence/evidenceRepo';
import { sessionFields } from '../../checks/fields';
import { loadForChange, loadSession } from '../../session/load';
import { readAnalyses, readChecks, readTimeline } from '../../session/readSession';
import { openSessionKey } from '../../session/sessionKey';
import type { SessionRow } from '../../session/sessionRepo';
import { readCorrections, withCorrections } from '../corrections';
import type { BundleContent } from './bundleContent';
import { sealBundle } from './bundleFile';
import { time, whatPeopleSaid } from './whatPeopleSaid';

/**
 * Everything a decision rests on, as one signed file: what people decided, proposed, asked for again and wrote, checks, fields with what
 * reviewers corrected, policy version, models, timeline, and the SHA-256 of every picture that is still kept; with `pictures`, their
 * bytes too. The taking away is recorded before the file is handed out.
 * @throws NOT_FOUND, SESSION_FINISHED where the session was redacted
 */
export async function exportBundle(
	deps: Deps,
	operator: Authorized<'review'>,
	input: { sessionId: string; pictures: boolean }
): Promise<{ name: string; bytes: Buffer }> {
	const session = await loadSession(deps, operator, input.sessionId);
	if (!session.wrappedKey) throw new AppError('SESSION_FINISHED', { internal: 'redacted: nothing is left to export' });
	const content = await contentOf(deps, session, input.pictures);
	const bytes = sealBundle(deps.keyring, content);
	await deps.store.tx(function* (tx) {
		const now = yield* loadForChange(tx, deps, operator, session.id);
		if (!now.wrappedKey) throw new AppError('SESSION_FINISHED', { internal: 'redacted meanwhile' });
		yield* record(tx, deps, {
			organizationId: session.organizationId,
			sessionId: session.id,
			actor: { type: 'operator', id: operator.userId },
			action: 'session.exported',
			detail: {
				pictures: input.pictures ? content.pictures.length : 0,
				sha256: createHash('sha256').update(bytes).digest('hex')
			}
		});
	});
	return { name: `session-${session.id}.json`, bytes };
}

async function contentOf(deps: Deps, session: SessionRow, withPictures: boolean): Promise<BundleContent> {
	const { organizationId, id } = session;
	const key = openSessionKey(deps, session);
	const { documents, address } = await readAnalyses(deps, session);
	const corrections = await readCorrections(deps, session);
	const artifacts = await findArtifacts(deps.store, organizationId, id);
	const analyses = await findAnalyses(deps.store, organizationId, id);
	const evidence = await findEvidence(deps.store, organizationId, id);
	const content = {
		exportedAt: time(deps.clock.now()),
		session: {
			sessionId: id,
			organizationId,
			environment: session.environment,
			externalUserId: session.externalUserId,
			metadata: session.metadata,
			status: session.status,
			reviewStatus: session.reviewStatus,
			policyVersion: session.policyVersion,
			policyInput: session.policyInput,
			expectedDetails: session.expectedDetailsSealed
				? openJson<object>(key, session.expectedDetailsSealed, `expectedDetails|${id}`)
				: null,
			createdAt: time(session.createdAt),
			submittedAt: session.submittedAt === null ? null : time(session.submittedAt),
			completedAt: session.completedAt === null ? null : time(session.completedAt)
		},
		...(await whatPeopleSaid(deps, session, key)),
		checks: await readChecks(deps.store, session),
		fields: withCorrections(sessionFields(documents, address), corrections),
		corrections: corrections.map(({ name, original, corrected, correctedBy, createdAt }) => ({
			...{ name, original, corrected, correctedBy, correctedAt: time(createdAt) }
		})),
		readings: [...documents, ...(address ? [address] : [])].flatMap((analysis) => analysis.fields),
		models: Object.assign({}, ...analyses.map(({ modelHashes }) => modelHashes)) as Record<string, string>,
		evidence: evidence.map(({ slot, attempt, state, mediaType, sha256, reasonCodes, createdAt }) => ({
			...{ slot, attempt, state, mediaType, sha256, reasonCodes, receivedAt: time(createdAt) }
		})),
		pictures: [] as BundleContent['pictures'],
		timeline: (await readTimeline(deps.store, session)).map((row) => ({
			...{ at: time(row.createdAt), action: row.action, actor: row.actorType, actorId: row.actorId, detail: row.detail }
		}))
	};
	for (const row of artifacts) content.pictures.push(await pictureOf(deps, session, row, withPictures));
	return content;
}

/** The original upload is named by its hash alone: it is kept for forensics and never handed out. */
async function pictureOf(
	deps: Deps,
	session: SessionRow,
	row: ArtifactRow,
	withBytes: boolean
): Promise<BundleContent['pictures'][number]> {
	const { id: artifactId, slot, kind, mediaType, byteLength } = row;
	const bytes = await loadArtifactBytes(deps, session, row).catch((error: unknown) => {
		deps.log.error({ err: error, sessionId: session.id, artifactId }, 'picture cannot be opened for a bundle');
		return null;
	});
	const sha256 = bytes && createHash('sha256').update(bytes).digest('hex');
	const inside = bytes && withBytes && kind !== 'original' ? { bytes: bytes.toString('base64') } : {};
	return { artifactId, slot, kind, byteLength, sha256, ...{ mediaType }, ...inside };
}
