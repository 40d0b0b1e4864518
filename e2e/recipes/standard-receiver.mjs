import http from 'node:http';
import { Webhook } from 'standardwebhooks';

const SECRET = process.env.IDB_WEBHOOK_SECRET;
// A secret that begins with whsec_ is base64, as the standard has it; any other is taken as it stands.
const webhook = SECRET.startsWith('whsec_') ? new Webhook(SECRET) : new Webhook(SECRET, { format: 'raw' });

const server = http.createServer(async (req, res) => {
	const chunks = [];
	for await (const chunk of req) chunks.push(chunk);
	try {
		// Checks the signature and that the timestamp is not older than five minutes.
		const event = webhook.verify(Buffer.concat(chunks).toString('utf8'), req.headers);
		console.log(event.id, event.event, event.verificationSessionId, event.reviewStatus);
		res.writeHead(200).end();
	} catch {
		res.writeHead(401).end('bad signature');
	}
});

server.listen(process.env.PORT ?? 4000, '127.0.0.1', () => console.log('listening on', server.address().port));
