import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { openTestStore } from '$lib/server/db/testing';
import { LeaseLost } from '$lib/server/jobs';
import { AppError } from '$lib/server/platform';
import { createSession } from '../session/create';
import { loadSession } from '../session/load';
import { makeWorld, type World } from '../testing';
import { withArtifacts, type NewArtifact } from './artifacts';

describe('stored pictures', () => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openTestStore());
	});
	afterEach(() => world.close());

	const picture: NewArtifact = {
		...{ kind: 'picture', slot: 'selfie', mediaType: 'image/jpeg', width: 1, height: 1 },
		bytes: Buffer.from('x')
	};
	const files = () =>
		readdirSync(join(world.deps.config.dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) =>
			entry.isFile()
		).length;
	const store = async (record: () => Promise<unknown>, artifacts = [picture, picture]) => {
		const { sessionId } = await createSession(world.deps, world.tenant(), CreateSessionInput.parse({}));
		const session = await loadSession(world.deps, world.tenant(), sessionId);
		return withArtifacts(world.deps, session, 'evidence', artifacts, record).catch((error: unknown) => error);
	};

	it('stay when their rows are written', async () => {
		expect(await store(async () => 'done')).toBe('done');
		expect(files()).toBe(2);
	});

	it.each([new AppError('SESSION_CANCELED'), new LeaseLost()])(
		'go again when their rows are refused (%s)',
		async (refusal) => {
			expect(await store(() => Promise.reject(refusal))).toBe(refusal);
			expect(files()).toBe(0);
		}
	);

	it('stay when nobody knows whether their rows were written', async () => {
		expect(await store(() => Promise.reject(new Error('connection lost')))).toBeInstanceOf(Error);
		expect(files()).toBe(2);
	});

	it('go again when one of them cannot be stored', async () => {
		let puts = 0;
		const put = world.deps.blobs.put.bind(world.deps.blobs);
		world.deps.blobs.put = (key, sealed) => (puts++ === 1 ? Promise.reject(new Error('disk full')) : put(key, sealed));
		expect(await store(async () => 'done')).toMatchObject({ message: 'disk full' });
		expect(files()).toBe(0);
	});
});
