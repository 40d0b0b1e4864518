/**
 * The terminal commands of the documentation, word for word, with what stands in for the words that are the reader's own.
 * @typedef {object} World
 * @property {string} secretKey
 * @property {string} sessionId
 * @property {string} keyId of a pair that may be revoked
 * @property {string} email of a person who may be reset
 * @property {string} backup a folder that is not there yet
 * @property {string} keysTo another
 * @property {string} restoreTo an empty data folder
 * @property {string} register a module that starts nothing
 * @property {string} origin of the site that runs
 * @property {string} checkpoint of its audit log, as `audit verify` printed it
 */

/** @type {Record<string, (world: World) => Record<string, string>>} */
export const COMMANDS = {
	'npm run --silent idb -- analyze passport.jpg --json': () => ({}),
	'npm run --silent idb -- analyze back.jpg --slot id_back': () => ({}),
	'npm run --silent idb -- analyze bill.pdf --slot poa': () => ({}),
	'npm run --silent idb -- face-match portrait.jpg selfie.jpg': () => ({}),
	'npm run --silent idb -- face-match --pairs pairs.tsv --json': () => ({}),
	'npm run --silent idb -- liveness selfie.jpg': () => ({}),
	'npm run --silent idb -- eval mrz manifest.jsonl --json': () => ({}),
	'export IDB_SECRET_KEY=sk_test_…': ({ secretKey }) => ({ 'sk_test_…': secretKey }),
	'npm run --silent idb -- sessions create body.json': () => ({}),
	'npm run --silent idb -- sessions get 0b6f3c1e-…': ({ sessionId }) => ({ '0b6f3c1e-…': sessionId }),
	'npm run --silent idb -- sessions list --review-status pending_review --limit 10': () => ({}),
	'npm run --silent idb -- keys list': () => ({}),
	'npm run --silent idb -- keys mint --environment test --label laptop': () => ({}),
	'npm run --silent idb -- keys rotate 5f0c… --overlap 24': ({ keyId }) => ({ '5f0c…': keyId }),
	'npm run --silent idb -- keys revoke 5f0c…': ({ keyId }) => ({ '5f0c…': keyId }),
	'npm run --silent idb -- users reset anna@example.com': ({ email }) => ({ 'anna@example.com': email }),
	'npm run --silent idb -- users reset-second-step anna@example.com': ({ email }) => ({ 'anna@example.com': email }),
	'npm run --silent idb -- doctor': () => ({}),
	'curl -s https://verify.example.com/api/health': ({ origin }) => ({ 'https://verify.example.com': origin }),
	"npm run --silent idb -- doctor --key 'Bearer sk_test_…'": ({ secretKey }) => ({ 'sk_test_…': secretKey }),
	'npm run --silent idb -- doctor --session 0b6f3c1e-…': ({ sessionId }) => ({ '0b6f3c1e-…': sessionId }),
	'npm run --silent idb -- audit verify': () => ({}),
	'npm run --silent idb -- audit verify --checkpoint 1203:5f0c…': ({ checkpoint }) => ({ '1203:5f0c…': checkpoint }),
	'npm run --silent idb -- backup --to /backup/idbeyond --keys-to /vault/idbeyond-keys': ({ backup, keysTo }) => ({
		'/backup/idbeyond': backup,
		'/vault/idbeyond-keys': keysTo
	}),
	'npm run --silent idb -- restore --from /backup/idbeyond --keys /vault/idbeyond-keys': ({
		backup,
		keysTo,
		restoreTo
	}) => ({ '/backup/idbeyond': backup, '/vault/idbeyond-keys': keysTo, 'npm run': `DATA_DIR=${restoreTo} npm run` })
};

/** A diagnosis ends with status 1 where it finds something, and in a trial it may; nobody there has a second step to end. */
export const MAY_FIND = /idb -- doctor|reset-second-step/;

/** Starts of a whole site: the port is the one free here, and the database a server of its own. */
export const STARTS = [
	'npm start',
	'ORIGIN=https://id.example.org PORT=3000 npm start',
	"NODE_OPTIONS='--import /opt/otel/register.mjs' npm start",
	'DATABASE_URL=postgres://idbeyond:…@127.0.0.1:5432/idbeyond npm start'
];

/** Commands that another test runs, and which. */
export const RUN_ELSEWHERE = {
	'npm run demo': 'scripts/docs.mjs',
	'npm run --silent idb -- listen --forward-to http://localhost:8080/webhooks/kyc --key sk_test_…':
		'e2e/operations.e2e.ts',
	'npm run --silent idb -- bundle verify session.json': 'e2e/sessionPage.e2e.ts',
	'npm run --silent idb -- bundle key': 'e2e/sessionPage.e2e.ts',
	'npm run --silent idb -- bundle verify session.json --public-key 0f1330…': 'e2e/sessionPage.e2e.ts',
	'npm run --silent idb -- keys rotate-root': 'src/lib/server/backup/rotateRoot.test.ts',
	'npm run --silent idb -- keys rotate-root --finish': 'src/lib/server/backup/rotateRoot.test.ts',
	'npm run --silent idb -- doctor --page https://shop.example.com': 'src/cli/examinations/examinations.test.ts'
};

/** Commands that nothing runs, and why: what they build on is not to be had in a trial. */
export const NOT_RUN = {
	'ORIGIN=https://id.example.org docker compose up -d --build':
		'needs Docker; `npm run verify:image` carries out the steps of the Dockerfile',
	'docker compose exec idbeyond node scripts/idb.mjs doctor': 'needs Docker',
	'useradd --system --home /var/lib/idbeyond idbeyond': 'changes the machine',
	'cd /opt/idbeyond && npm ci && node scripts/prepare-models.mjs && npm run build':
		'changes the machine; the Dockerfile does the same',
	'cp deploy/idbeyond.service /etc/systemd/system/ && systemctl enable --now idbeyond': 'needs systemd'
};
