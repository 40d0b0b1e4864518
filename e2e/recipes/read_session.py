import json
import os
import urllib.request

request = urllib.request.Request(
    f"https://verify.example.com/api/verification/sessions/{os.environ['SESSION_ID']}",
    headers={"Authorization": f"Bearer {os.environ['IDB_SECRET_KEY']}"},
)
with urllib.request.urlopen(request, timeout=10) as response:
    session = json.load(response)
print(session["status"], session["reviewStatus"], (session["decision"] or {}).get("reasons", []))
