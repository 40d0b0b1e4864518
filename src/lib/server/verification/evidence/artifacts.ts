import type { EvidenceSlot } from '$lib/contract/slots';
import type { ApplicantPrincipal, OperatorPrincipal, TenantPrincipal } from '$lib/server/auth';
import type { ArtifactKind } from '$lib/server/db/schema/types';
import type { Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { LeaseLost } from '$lib/server/jobs';
import { AppError } from '$lib/server/platform';
import { openObject, sealObject } from '$lib/server/storage';
import { loadSession } from '../session/load';
import { recordLook } from '../session/recordLook';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';
import { findArtifacts } from './evidenceRepo';

type ArtifactRow = Tx['t']['artifacts']['$inferInsert'];

export interface NewArtifact {
	kind: ArtifactKind;
	slot: EvidenceSlot;
	mediaType: string;
	width: number | null;
	height: number | null;
	bytes: Uint8Array;
}

/**
 * Seals the bytes under a key of their own and stores them. The row is returned, not written: it belongs into the caller's
 * transaction. A crash before that leaves a sealed blob that no key opens.
 */
export async function storeArtifact(
	deps: Deps,
	session: SessionRow,
	evidenceId: string,
	artifact: NewArtifact
): Promise<ArtifactRow> {
	const id = deps.ids.uuid();
	const { sealed, wrappedKey } = sealObject(openSessionKey(deps, session), artifact.bytes, artifactAad(session, id));
	await deps.blobs.put(id, sealed);
	return {
		id,
		organizationId: session.organizationId,
		sessionId: session.id,
		evidenceId,
		slot: artifact.slot,
		kind: artifact.kind,
		mediaType: artifact.mediaType,
		width: artifact.width,
		height: artifact.height,
		byteLength: artifact.bytes.byteLength,
		blobKey: id,
		wrappedKey,
		createdAt: deps.clock.now()
	};
}

/**
 * Stores all of them, then lets `record` write their rows. Where that is refused, or one of them could not be stored, the blobs go
 * again. Where nobody knows whether the rows are there (the database broke off), they stay: better a blob too many than one too few.
 */
export async function withArtifacts<T>(
	deps: Deps,
	session: SessionRow,
	evidenceId: string,
	artifacts: readonly NewArtifact[],
	record: (rows: ArtifactRow[]) => Promise<T>
): Promise<T> {
	const stored = await Promise.allSettled(artifacts.map((one) => storeArtifact(deps, session, evidenceId, one)));
	const rows = stored.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
	const remove = () => Promise.all(rows.map(({ blobKey }) => deps.blobs.delete(blobKey)));
	const failed = stored.find((one) => one.status === 'rejected');
	if (failed) {
		await remove();
		throw failed.reason;
	}
	try {
		return await record(rows);
	} catch (error) {
		if (error instanceof AppError || error instanceof LeaseLost) await remove();
		throw error;
	}
}

/** The bytes of one stored blob, for the worker's own use. Throws when it is gone or altered. */
export async function loadArtifactBytes(
	deps: Deps,
	session: SessionRow,
	row: { id: string; blobKey: string; wrappedKey: Buffer }
): Promise<Buffer> {
	const sealed = await deps.blobs.get(row.blobKey);
	if (!sealed) throw new Error(`Blob ${row.blobKey} is missing`);
	return openObject(
		openSessionKey(deps, session),
		{ sealed, wrappedKey: row.wrappedKey },
		artifactAad(session, row.id)
	);
}

/** Picture or heatmap bytes for a tenant or an operator, whose look is recorded. The original upload is kept for forensics and never served. */
export async function readArtifact(
	deps: Deps,
	caller: TenantPrincipal | OperatorPrincipal | ApplicantPrincipal,
	input: { sessionId: string; artifactId: string }
): Promise<{ mediaType: string; bytes: Buffer }> {
	const session = await loadSession(deps, caller, input.sessionId);
	const rows = await findArtifacts(deps.store, session.organizationId, session.id);
	const row = rows.find((candidate) => candidate.id === input.artifactId && candidate.kind !== 'original');
	if (!row || session.status === 'redacted') throw new AppError('NOT_FOUND');
	const bytes = await loadArtifactBytes(deps, session, row);
	if (caller.kind !== 'applicant')
		await recordLook(deps, session, {
			actor:
				caller.kind === 'tenant' ? { type: 'tenant', id: caller.apiKeyId } : { type: 'operator', id: caller.userId },
			action: 'evidence.viewed',
			targetId: row.evidenceId,
			detail: { slot: row.slot }
		});
	return { mediaType: row.mediaType, bytes };
}

const artifactAad = (session: { organizationId: string; id: string }, artifactId: string): string =>
	`artifact|${session.organizationId}|${session.id}|${artifactId}`;
