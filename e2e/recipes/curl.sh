#!/usr/bin/env bash
# Every call of the documentation, one function each: `bash curl.sh create`. What stands in capitals comes from the environment.
set -euo pipefail

mint() {
	# [mint]
	curl -X POST https://verify.example.com/api/dashboard/organizations/${ORG_ID}/api-keys \
	  -H "Cookie: kyc_session=${LOGIN_COOKIE}" \
	  -H "Content-Type: application/json" \
	  -d '{ "environment": "test", "label": "backend-dev" }'
	# [/mint]
}

create() {
	# [create]
	curl -X POST https://verify.example.com/api/verification/sessions \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}" \
	  -H "Content-Type: application/json" \
	  -d '{
	    "externalUserId": "user_123",
	    "returnUrl": "https://tenant.example/kyc/done",
	    "webhookUrl": "https://tenant.example/webhooks/kyc",
	    "webhookSecret": "change-me-min-16-chars-random",
	    "metadata": { "campaign": "q3" }
	  }'
	# [/create]
}

first() {
	# [first]
	curl -X POST https://verify.example.com/api/verification/sessions \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}"
	# [/first]
}

once() {
	# [once]
	curl -X POST https://verify.example.com/api/verification/sessions \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}" \
	  -H "Idempotency-Key: signup-user_123" \
	  -H "Content-Type: application/json" \
	  -d '{ "externalUserId": "user_123" }'
	# [/once]
}

strict() {
	# [strict]
	curl -X POST https://verify.example.com/api/verification/sessions \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}" \
	  -H "Content-Type: application/json" \
	  -d '{
	    "expectedDetails": { "lastName": "Example", "dateOfBirth": "1990-05-14" },
	    "policy": {
	      "allowedDocumentTypes": ["passport", "id_card"],
	      "minimumAge": 21,
	      "require": { "poa": true }
	    }
	  }'
	# [/strict]
}

read_session() {
	# [read]
	curl https://verify.example.com/api/verification/sessions/${SESSION_ID} \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}"
	# [/read]
}

list() {
	# [list]
	curl "https://verify.example.com/api/verification/sessions?externalUserId=user_123&limit=20" \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}"
	# [/list]
}

link() {
	# [link]
	curl -X POST https://verify.example.com/api/verification/sessions/${SESSION_ID}/link \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}"
	# [/link]
}

cancel() {
	# [cancel]
	curl -X POST https://verify.example.com/api/verification/sessions/${SESSION_ID}/cancel \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}"
	# [/cancel]
}

redact() {
	# [redact]
	curl -X POST https://verify.example.com/api/verification/sessions/${SESSION_ID}/redact \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}"
	# [/redact]
}

events() {
	# [events]
	curl "https://verify.example.com/api/verification/events?sessionId=${SESSION_ID}" \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}"
	# [/events]
}

resend() {
	# [resend]
	curl -X POST https://verify.example.com/api/verification/events/${EVENT_ID}/resend \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}"
	# [/resend]
}

run() {
	# [run]
	curl -X POST https://verify.example.com/api/verification/sandbox/sessions/${SESSION_ID}/run \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}" \
	  -H "Content-Type: application/json" \
	  -d '{ "scenario": "blurred" }'
	# [/run]
}

play() {
	# [play]
	curl -X POST https://verify.example.com/api/verification/sandbox/sessions/${SESSION_ID}/run \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}" \
	  -H "Content-Type: application/json" \
	  -d '{ "scenario": "pending_review" }'
	# [/play]
}

run_state() {
	# [run-state]
	curl https://verify.example.com/api/verification/sandbox/sessions/${SESSION_ID}/run \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}"
	# [/run-state]
}

artifact() {
	# [artifact]
	curl https://verify.example.com/api/verification/sessions/${SESSION_ID}/artifacts/${ARTIFACT_ID} \
	  -H "Authorization: Bearer ${IDB_SECRET_KEY}" \
	  --output picture.jpg
	# [/artifact]
}

"$1"
