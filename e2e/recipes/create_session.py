import json
import os
import urllib.error
import urllib.request

request = urllib.request.Request(
    "https://verify.example.com/api/verification/sessions",
    method="POST",
    headers={
        "Authorization": f"Bearer {os.environ['IDB_SECRET_KEY']}",
        "Content-Type": "application/json",
    },
    data=json.dumps({
        "externalUserId": "user_123",
        "returnUrl": "https://tenant.example/kyc/done",
        "webhookUrl": "https://tenant.example/webhooks/kyc",
        "webhookSecret": os.environ["IDB_WEBHOOK_SECRET"],
        "metadata": {"campaign": "q3"},
    }).encode(),
)
try:
    with urllib.request.urlopen(request, timeout=10) as response:
        answer = json.load(response)
except urllib.error.HTTPError as refusal:
    error = json.load(refusal)["error"]
    raise SystemExit(f"{error['code']} (request {error['requestId']})")
print(answer["sessionId"], answer["hostedUrl"])
