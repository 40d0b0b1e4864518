import crypto from 'node:crypto';
import express from 'express';

const app = express();
const SECRET = process.env.IDB_WEBHOOK_SECRET;
// The newest event of each session; in your database in real life.
const newest = new Map();

// The signature covers the bytes as they were sent: take the body raw, parse it afterwards.
app.post('/webhooks/kyc', express.raw({ type: 'application/json' }), (req, res) => {
	const received = Buffer.from(req.header('X-Verification-Signature') ?? '', 'utf8');
	const expected = Buffer.from(crypto.createHmac('sha256', SECRET).update(req.body).digest('hex'), 'utf8');
	if (received.length !== expected.length || !crypto.timingSafeEqual(received, expected)) {
		return res.status(401).send('bad signature');
	}
	const event = JSON.parse(req.body.toString('utf8'));
	// An event may come twice, or after a later one. Each says how things stand then, so what is not newer changes nothing.
	if (event.sequence > (newest.get(event.verificationSessionId) ?? 0)) {
		newest.set(event.verificationSessionId, event.sequence);
		console.log(event.id, event.event, event.verificationSessionId, event.reviewStatus);
	}
	res.sendStatus(200);
});

const server = app.listen(process.env.PORT ?? 4000, () => console.log('listening on', server.address().port));
