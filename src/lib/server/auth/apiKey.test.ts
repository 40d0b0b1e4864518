import { randomInt } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { listApiKeys, mintApiKey, revokeApiKey } from '$lib/server/organizations';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { authenticateSecretKey, mintKeyPair, parseKey } from './apiKey';
import { authorize } from './authorize';

onEveryDatabase('a secret key', ({ openFresh }) => {
	let world: World;
	let secretKey: string;
	let queries: number;
	/** The world's database, every use of it counted. */
	let counted: World['deps'];
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
		const owner = authorize(world.operator(), 'administer');
		({ secretKey } = await mintApiKey(world.deps, owner, { environment: 'test', label: 'backend' }));
		queries = 0;
		const { store } = world.deps;
		const watched = new Proxy(store, {
			get(target, name) {
				if (name === 'db' || name === 'tx') queries++;
				return Reflect.get(target, name);
			}
		});
		counted = { ...world.deps, store: watched };
	});
	afterEach(() => world.close());

	const callWith = (key: string, deps = counted) => authenticateSecretKey(deps, `Bearer ${key}`);

	it('with one or two characters wrong is refused 100,000 times of 100,000, and no database is asked (K-1)', async () => {
		const told = new Set<string>();
		let tried = 0;
		for (; tried < 100_000; tried++) {
			const mutant = mutate(secretKey, 1 + (tried % 2));
			const refusal: unknown = await callWith(mutant).catch((error: unknown) => error);
			if (!(refusal instanceof Error) || !('code' in refusal)) throw new Error('a mistyped key was let in');
			told.add(String(refusal.code));
		}
		expect([...told]).toEqual(['API_KEY_INVALID']);
		expect(tried).toBe(100_000);
		expect(queries).toBe(0);
		await callWith(secretKey);
		expect(queries).toBeGreaterThan(0);
	});

	it('is found by the scanner’s expression that the documentation publishes, and nothing that looks alike passes its checksum', () => {
		const scan = /\b(?:sk|pk)_(?:test|live)_[0-9a-f]{56}\b/g;
		expect(`key=${secretKey};`.match(scan)).toEqual([secretKey]);
		const random = Array.from({ length: 10_000 }, () => `sk_live_${world.deps.ids.hex(28)}`);
		// One of 2^32 passes by chance.
		expect(random.filter((text) => parseKey(text) !== null)).toEqual([]);
	});

	it('leaves nothing usable in the database: hashes and prefixes alone (K-2)', async () => {
		const rows = await world.deps.store.db.select().from(world.deps.store.t.organizationApiKeys);
		const text = JSON.stringify(rows);
		expect(text).not.toContain(secretKey);
		// The shown eight digits of fifty-six are the longest stretch of it anywhere.
		for (let at = 8; at + 12 <= secretKey.length; at++) expect(text).not.toContain(secretKey.slice(at, at + 12));
		for (const { secretKeyHash } of rows)
			await expect(callWith(secretKeyHash)).rejects.toMatchObject({ code: 'API_KEY_INVALID' });
	});

	it('is noted as used at most once a minute, and never more than a minute late (K-5)', async () => {
		const { clock } = world.deps;
		const owner = authorize(world.operator(), 'read');
		const lastUsed = async () => Date.parse((await listApiKeys(world.deps, owner))[0]?.lastUsedAt ?? '');
		const seen = new Set<number>();
		for (let second = 0; second < 600; second++) {
			for (let call = 0; call < 5; call++) await callWith(secretKey);
			const noted = await lastUsed();
			expect(clock.now() - noted).toBeLessThan(60_000);
			seen.add(noted);
			clock.advance(1_000);
		}
		expect(seen.size).toBe(10);
	});

	it('that is wrong in whatever way is refused with one and the same error', async () => {
		const owner = authorize(world.operator(), 'administer');
		const revoked = await mintApiKey(world.deps, owner, { environment: 'live', label: 'old' });
		await revokeApiKey(world.deps, owner, { keyId: revoked.id });
		const { publishableKey, secretKey: unknown } = mintKeyPair(world.deps.ids, 'test');
		for (const key of [revoked.secretKey, revoked.publishableKey, publishableKey, unknown, mutate(secretKey, 1), 'x'])
			await expect(callWith(key)).rejects.toMatchObject({ code: 'API_KEY_INVALID', status: 401 });
	});
});

/** `count` characters at different places replaced by others that may stand in a key. */
function mutate(key: string, count: number): string {
	const letters = [...key];
	const places = new Set<number>();
	while (places.size < count) places.add(randomInt(key.length));
	for (const place of places) {
		const others = [...'0123456789abcdef_stklive'].filter((letter) => letter !== letters[place]);
		letters[place] = others[randomInt(others.length)] ?? 'x';
	}
	return letters.join('');
}
