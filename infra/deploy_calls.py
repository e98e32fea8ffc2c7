"""What the story leaves out, so that every function makes each kind of request that its policy allows:
a policy that lacks one shows as a 503, a message that comes back, or a tick that fails."""

import hashlib
import hmac
import json
import pathlib
import time
import urllib.error
import urllib.request

EVENTS = pathlib.Path(__file__).parents[1] / "events"
# The story's tenant and what its Cal.com signs with.
TENANT = "/v1/tenants/hoitola-aalto"
HOOK, SECRET = "/v1/hooks/hoitola-aalto/calcom", b"demo-hook-secret"
SERVICE = '{"name":"Check","video":{"enabled":true,"provider":"zoom"}}'


class Deployed:
    """The deployed API, as its operator calls it."""

    def __init__(self, url, token):
        self.url, self.token = url, token

    def ask(self, method, path, body=None, headers=None):
        headers = headers or {"authorization": f"Bearer {self.token}"}
        headers["content-type"] = "application/json"
        request = urllib.request.Request(
            self.url + path, method=method, data=body and body.encode(), headers=headers
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def call(self, method, path, body=None, headers=None):
        status, answer = self.ask(method, path, body, headers)
        if status >= 300:
            raise SystemExit(f"{method} {path}: {status} {answer}")
        return answer

    def hook(self, message):
        body = json.dumps(message)
        signature = hmac.new(SECRET, body.encode(), hashlib.sha256).hexdigest()
        return self.call("POST", HOOK, body, {"x-cal-signature-256": signature})["status"]

    def until(self, path, look):
        """Asks until `look` likes the answer; what is not there yet may come."""
        end = time.monotonic() + 60
        while True:
            status, answer = self.ask("GET", TENANT + path)
            if status == 200 and look(answer):
                return
            if time.monotonic() > end or status not in (200, 404):
                raise SystemExit(f"{path} stays {status}: {answer}")
            time.sleep(0.2)


def settings(api):
    """Reads and writes settings, and keeps one message that can't be translated."""
    for path in ("", "/sources", "/templates", "/readiness", "/diagnostics", "/providers/zoom/users"):
        api.call("GET", TENANT + path)
    for check in api.call("GET", f"{TENANT}/diagnostics")["checks"]:
        if not check["ok"]:
            raise SystemExit(f"diagnostics: {check}")
    api.call("POST", f"{TENANT}/links/zoom/sync")
    issued = api.call("POST", f"{TENANT}/tokens", '{"name":"check","scopes":["read"]}')
    Deployed(api.url, issued["token"]).call("GET", TENANT)
    api.call("DELETE", f"{TENANT}/tokens/{issued['prefix']}")
    back = "/v1/oauth/zoom/callback?code=none&state=check.hoitola-aalto"
    status, page = api.ask("GET", back)
    if status != 400 or "<h1>" not in page:
        raise SystemExit(f"a browser that brings back what was never begun sees {status}: {page}")
    if (status := api.hook({"triggerEvent": "BOOKING_CREATED"})) != "kept":
        raise SystemExit(f"a message without a booking is {status}, not kept")
    api.until("/rejected", lambda rejected: rejected["items"])


def blocked_and_woken(api, tick):
    """A booking of an unknown service blocks; the clock, two hours on, wakes it; the service heals it."""
    message = json.loads((EVENTS / "inbound-webhook/calcom-booking-created.json").read_text())
    message["payload"] |= {"uid": "check", "eventTypeId": 999}
    api.hook(message)
    session = "/sessions/calcom/check"
    api.until(session, lambda it: it["meeting"]["reason"] == "service_unknown")
    later = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 7200))
    if not (woken := tick(later).get("woken")):
        raise SystemExit(f"the clock wakes nothing at {later}: {woken}")
    api.call("PUT", f"{TENANT}/services/999", SERVICE)
    api.until(session, lambda it: it["meeting"]["state"] == "ready")
    api.call("POST", f"{TENANT}{session}/resync")
    api.call("GET", f"{TENANT}/sessions?from=2020-01-01T00:00:00Z&to=2040-01-01T00:00:00Z")


def failed_and_redriven(api):
    """With the sender not verified, mails fail; they are listed, and redriven once it is again."""
    api.until("/deliveries?state=failed", lambda failed: len(failed["items"]) == 2)
    yield
    api.call("POST", f"{TENANT}/deliveries/redrive", '{"filter":{}}')
    api.until("/deliveries?state=failed", lambda failed: not failed["items"])
