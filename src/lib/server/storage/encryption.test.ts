import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openObject, sealObject } from './encryption';

const sessionKey = randomBytes(32);
const picture = randomBytes(5000);

describe('sealed objects', () => {
	it('open with the session key and the place they were sealed for', () => {
		expect(
			openObject(sessionKey, sealObject(sessionKey, picture, 'artifact|s|a'), 'artifact|s|a').equals(picture)
		).toBe(true);
	});

	it('never seal twice with the same object key', () => {
		const [one, two] = [sealObject(sessionKey, picture, 'x'), sealObject(sessionKey, picture, 'x')];
		expect(() => openObject(sessionKey, { sealed: one.sealed, wrappedKey: two.wrappedKey }, 'x')).toThrow();
		expect(one.sealed.equals(two.sealed)).toBe(false);
	});

	it('do not open elsewhere, nor with another session’s key', () => {
		const sealed = sealObject(sessionKey, picture, 'artifact|s|a');
		expect(() => openObject(sessionKey, sealed, 'artifact|s|b')).toThrow();
		expect(() => openObject(randomBytes(32), sealed, 'artifact|s|a')).toThrow();
	});

	it('do not open when any one bit is flipped', () => {
		const object = sealObject(sessionKey, Buffer.from('short'), 'x');
		let refused = 0;
		const parts = ['sealed', 'wrappedKey'] as const;
		for (const part of parts)
			for (let bit = 0; bit < object[part].length * 8; bit++) {
				const changed = Buffer.from(object[part]);
				changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
				expect(() => openObject(sessionKey, { ...object, [part]: changed }, 'x')).toThrow();
				refused++;
			}
		expect(refused).toBe((object.sealed.length + object.wrappedKey.length) * 8);
	});
});
