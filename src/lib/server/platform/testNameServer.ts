/** For tests: a name server on loopback that says what the test says. */
import dgram from 'node:dgram';

const TYPES = { A: 1, AAAA: 28 } as const;
export type RecordType = keyof typeof TYPES;

/** The bytes of an address; null: there is no such record; `silent`: nothing is answered. */
type Say = (type: RecordType, nth: number) => readonly number[] | null | 'silent';

/** Answers are never to be kept. `questions` counts those for A records. */
export async function openNameServer(say: Say) {
	const questions = { count: 0 };
	const socket = dgram.createSocket('udp4');
	socket.on('message', (question, from) => {
		const asked = questionOf(question);
		const type = asked.readUInt16BE(asked.length - 4) === TYPES.AAAA ? 'AAAA' : 'A';
		const address = say(type, type === 'A' ? questions.count++ : questions.count);
		if (address !== 'silent') socket.send(answerTo(question, asked, address), from.port, from.address);
	});
	await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
	return { servers: [`127.0.0.1:${socket.address().port}`], questions, close: () => socket.close() };
}

/** Name, type and class (RFC 1035 §4.1.2). */
function questionOf(message: Buffer): Buffer {
	let end = 12;
	while (message.readUInt8(end) !== 0) end += message.readUInt8(end) + 1;
	return message.subarray(12, end + 5);
}

function answerTo(message: Buffer, asked: Buffer, address: readonly number[] | null): Buffer {
	const head = Buffer.from([0, 0, 0x81, 0x80, 0, 1, 0, address ? 1 : 0, 0, 0, 0, 0]);
	message.copy(head, 0, 0, 2);
	if (!address) return Buffer.concat([head, asked]);
	const type = address.length === 4 ? TYPES.A : TYPES.AAAA;
	return Buffer.concat([
		head,
		asked,
		Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, address.length, ...address])
	]);
}
