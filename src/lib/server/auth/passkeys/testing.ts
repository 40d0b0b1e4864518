/** A software authenticator for tests: real keys, real signatures, WebAuthn's own bytes (level 3, 6.1 and 6.5). */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { NewPasskey, PasskeyAnswer } from '$lib/contract/passkeys';

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const CREDENTIAL_INCLUDED = 0x40;

interface Lies {
	origin?: string;
	rpId?: string;
	/** False: nobody gave finger, face or PIN. */
	verified?: boolean;
	/** Instead of the next one. */
	counter?: number;
	/** Instead of the person for whom it was made; null: it names nobody. */
	userId?: string | null;
}

/** One device. `counts` false: as synced passkeys do, its count stays at 0. */
export function softAuthenticator({
	origin,
	counts = true,
	aaguid = '0'.repeat(32)
}: {
	origin: string;
	counts?: boolean;
	aaguid?: string;
}) {
	const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const id = randomBytes(32);
	let counter = 0;
	let holder = '';

	const authenticatorData = (lies: Lies, more: Buffer = Buffer.alloc(0)): Buffer => {
		const count = Buffer.alloc(4);
		if (counts) counter++;
		count.writeUInt32BE(lies.counter ?? counter);
		const flags =
			USER_PRESENT | (lies.verified === false ? 0 : USER_VERIFIED) | (more.length > 0 ? CREDENTIAL_INCLUDED : 0);
		return Buffer.concat([sha256(lies.rpId ?? new URL(origin).hostname), Buffer.from([flags]), count, more]);
	};
	const clientData = (type: string, challenge: string, lies: Lies): Buffer =>
		Buffer.from(JSON.stringify({ type, challenge, origin: lies.origin ?? origin, crossOrigin: false }));

	return {
		/** navigator.credentials.create */
		create(options: { challenge: string; user: { id: string } }, lies: Lies = {}): NewPasskey {
			holder = options.user.id;
			const length = Buffer.alloc(2);
			length.writeUInt16BE(id.length);
			const credential = Buffer.concat([
				Buffer.from(aaguid, 'hex'),
				length,
				id,
				coseOf(publicKey.export({ format: 'jwk' }))
			]);
			return NewPasskey.parse({
				...named(id),
				response: {
					clientDataJSON: clientData('webauthn.create', options.challenge, lies).toString('base64url'),
					attestationObject: attestation(authenticatorData(lies, credential)).toString('base64url'),
					transports: ['internal', 'hybrid']
				}
			});
		},
		/** navigator.credentials.get */
		get(options: { challenge: string }, lies: Lies = {}): PasskeyAnswer {
			const data = authenticatorData(lies);
			const client = clientData('webauthn.get', options.challenge, lies);
			const signature = sign('sha256', Buffer.concat([data, createHash('sha256').update(client).digest()]), privateKey);
			const handle = typeof lies.userId === 'string' ? Buffer.from(lies.userId).toString('base64url') : holder;
			const userHandle = lies.userId === null ? null : handle;
			return PasskeyAnswer.parse({
				...named(id),
				response: {
					clientDataJSON: client.toString('base64url'),
					authenticatorData: data.toString('base64url'),
					signature: signature.toString('base64url'),
					userHandle
				}
			});
		}
	};
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const named = (id: Buffer) => ({ id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key' });

/** RFC 9053: {1: EC2, 3: ES256, -1: P-256, -2: x, -3: y} */
const coseOf = ({ x = '', y = '' }: JsonWebKey): Buffer =>
	Buffer.concat([
		Buffer.from('a5010203262001215820', 'hex'),
		Buffer.from(x, 'base64url'),
		Buffer.from('225820', 'hex'),
		Buffer.from(y, 'base64url')
	]);

/** {fmt: 'none', attStmt: {}, authData} in CBOR. */
function attestation(data: Buffer): Buffer {
	const length = Buffer.alloc(2);
	length.writeUInt16BE(data.length);
	const head = [cborText('fmt'), cborText('none'), cborText('attStmt'), Buffer.from([0xa0]), cborText('authData')];
	return Buffer.concat([Buffer.from([0xa3]), ...head, Buffer.from([0x59]), length, data]);
}

const cborText = (text: string): Buffer => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
