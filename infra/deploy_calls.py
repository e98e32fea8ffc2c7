"""What the story leaves out, so that every function makes each kind of request that its policy allows:
a policy that lacks one shows as a 503, a message that comes back, or a tick that fails."""

import hashlib
import hmac
import json
import pathlib
import time
import urllib.error
import urllib.parse
import urllib.request

EVENTS = pathlib.Path(__file__).parents[1] / "events"
# The story's tenant and what its Cal.com signs with.
TENANT = "/v1/tenants/hoitola-aalto"
HOOK, SECRET = "/v1/hooks/hoitola-aalto/calcom", b"demo-hook-secret"
SERVICE = '{"name":"Check","video":{"enabled":true,"provider":"zoom"}}'
# The tenant whose people are told and ask in the simulated Slack, and one of them.
CHAT = "/v1/tenants/corte-verde"
# The tenant that imports applicants.
IMPORTS = "/v1/tenants/aoyama"
EMPLOYEE, ACCOUNT = "aino@demo.example", "U0DEMO00001"


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


class Workspace:
    """The simulated Slack, which signs what it sends to the deployed API."""

    def __init__(self, sims, api):
        self.address, self.api = f"{sims}/_sim/state?provider=slack", api

    def state(self):
        with urllib.request.urlopen(self.address, timeout=30) as answer:
            return json.loads(answer.read())

    def app(self):
        """What whoever runs the deployment puts into the secret of the providers' applications."""
        state = self.state()
        return state["app"] | {"signing_secret": state["signing_secret"]}

    def send(self, path, kind, body):
        at, secret = str(int(time.time())), self.state()["signing_secret"].encode()
        tag = hmac.new(secret, f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"x-slack-request-timestamp": at, "x-slack-signature": f"v0={tag}"}
        request = urllib.request.Request(
            self.api.url + path, data=body.encode(), headers=headers | {"content-type": kind}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status

    def until(self, holds):
        """Waits for a message that only the employee sees."""
        end = time.monotonic() + 60
        while not any(
            it["visible_to"] == [ACCOUNT] and holds in it["text"] for it in self.state()["messages"]
        ):
            if time.monotonic() > end:
                raise SystemExit(f"nobody was told of {holds}: {self.state()['messages']}")
            time.sleep(0.2)


class Zoom:
    """The simulated Zoom, which signs what it tells the deployed API."""

    def __init__(self, sims, api):
        self.address, self.api = f"{sims}/_sim/state?provider=zoom", api
        self.secret = self.state()["account"]["secret_token"]

    def state(self):
        with urllib.request.urlopen(self.address, timeout=30) as answer:
            return json.loads(answer.read())

    def app(self):
        """What whoever runs the deployment puts into the secret of the providers' applications."""
        app = self.state()["oauth_app"]
        return {it: app[it] for it in ("client_id", "client_secret")} | {"signing_secret": self.secret}

    def tell(self, sample):
        """Sends the body of a sample, signed now."""
        body = json.loads((EVENTS / f"provider-webhook/{sample}.json").read_text())["body"]
        at = str(int(time.time()))
        tag = hmac.new(self.secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"x-zm-request-timestamp": at, "x-zm-signature": f"v0={tag}"}
        request = urllib.request.Request(
            f"{self.api.url}/v1/providers/zoom/events", data=body.encode(),
            headers=headers | {"content-type": "application/json; charset=utf-8"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()


class Stays(urllib.request.HTTPRedirectHandler):
    """Looks where it would be led, and stays."""

    def redirect_request(self, *_):
        return None


def consented(api):
    """An administrator lets the application in, and the browser brings the consent back."""
    page = api.call("POST", f"{CHAT}/connections/slack/authorize")["url"]
    try:
        urllib.request.build_opener(Stays).open(page, timeout=30)
        raise SystemExit(f"{page} leads nowhere")
    except urllib.error.HTTPError as led:
        if led.code != 302:
            raise SystemExit(f"{page} answers {led.code}: {led.read().decode()}")
        back = urllib.parse.urlsplit(led.headers["location"])
    # The API's own name is below .localhost, which not every machine resolves.
    try:
        urllib.request.urlopen(f"{api.url}{back.path}?{back.query}", timeout=30).close()
    except urllib.error.HTTPError as refusal:
        raise SystemExit(f"{back.geturl()} answers {refusal.code}: {refusal.read().decode()}")


def chat(api, workspace):
    """An employee is told of points, asks in the chat, and Slack says that the application is gone."""
    api.call("PUT", CHAT, json.dumps({
        "name": "Corte Verde", "time_zone": "Europe/Rome", "locale": "en", "profile": "perks-chat",
        "contact": {"name": "HR", "email": "hr@corte-verde.example"},
    }))
    api.call("PUT", f"{CHAT}/people/aino", json.dumps({"name": "Aino", "emails": [EMPLOYEE]}))
    consented(api)
    matched = api.call("POST", f"{CHAT}/links/slack/sync")["matched"]
    if matched != ["aino"]:
        raise SystemExit(f"matched: {matched}")
    api.call("POST", f"{CHAT}/events", json.dumps({
        "type": "wallet.funded",
        "data": {"id": "check", "subject": {"email": EMPLOYEE}, "amount": 50, "unit": "points", "balance": 120},
    }))
    workspace.until("50 points")
    team, form = workspace.state()["team_id"], "application/x-www-form-urlencoded"
    ask = urllib.parse.urlencode({
        "team_id": team, "user_id": ACCOUNT, "command": "/perks", "text": "help",
        "trigger_id": "check", "response_url": workspace.address.split("/_sim")[0] + f"/slack/response/{ACCOUNT}",
    })
    workspace.send("/v1/chat/slack", form, ask)
    workspace.until("/perks")
    workspace.send("/v1/providers/slack/events", "application/json", json.dumps({
        "type": "event_callback", "team_id": team, "event_id": "EvCheck",
        "event_time": int(time.time()) + 1, "event": {"type": "app_uninstalled"},
    }))
    end = time.monotonic() + 60
    while (state := api.call("GET", f"{CHAT}/connections/slack")["state"]) != "needs_reauth":
        if time.monotonic() > end:
            raise SystemExit(f"Slack's connection stays {state}")
        time.sleep(0.2)


def meetings(zoom):
    """Zoom tries the address, and tells that a meeting is over and a recording there."""
    if "encryptedToken" not in zoom.tell("zoom-url-validation"):
        raise SystemExit("the trial of the address is not answered")
    zoom.tell("zoom-meeting-ended")
    zoom.tell("zoom-recording-completed")


def applicants(api, tick):
    """The clock starts an import, and whoever applied is at the applicant system; a token that is not valid, and then
    is, hands over what has waited."""
    api.call("PUT", IMPORTS, json.dumps({
        "name": "Aoyama", "time_zone": "Asia/Tokyo", "locale": "ja", "profile": "applicant-import",
        "contact": {"name": "HR", "email": "hr@aoyama.example"},
    }))
    api.call("PUT", f"{IMPORTS}/connections/hrmos", '{"token":"wrong"}')
    api.call("PUT", f"{IMPORTS}/import-accounts/ambi", json.dumps({
        "medium": "AMBI", "login": "recruiter@ambi.example", "password": "ambi-password",
        "times": ["09:00"], "time_zone": "Asia/Tokyo",
    }))
    api.call("POST", f"{IMPORTS}/import-accounts/ambi/check-login")
    nine = time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() + 86_400))
    api.call("PUT", f"{IMPORTS}/import-accounts/ambi", json.dumps({
        "medium": "AMBI", "login": "recruiter@ambi.example", "password": "ambi-password",
        "times": ["09:00"], "time_zone": "Asia/Tokyo",
    }))
    if not tick(nine).get("started"):
        raise SystemExit(f"the clock starts no import at {nine}")

    def all_are(holds):
        end = time.monotonic() + 60
        while True:
            found = api.call("GET", f"{IMPORTS}/applications")["items"]
            if found and all(holds(it) for it in found):
                return
            if time.monotonic() > end:
                runs = api.call("GET", f"{IMPORTS}/runs?account=ambi")
                raise SystemExit(f"the applications stay {found}, the runs {runs}")
            time.sleep(0.2)

    all_are(lambda it: it["state"] == "delivery_failed")
    api.call("PUT", f"{IMPORTS}/connections/hrmos", '{"token":"hrmos-demo-token"}')
    all_are(lambda it: it["delivered_at"])
    api.call("GET", f"{IMPORTS}/runs")
    api.call("GET", f"{IMPORTS}/duplicates")
    api.call("DELETE", f"{IMPORTS}/import-accounts/ambi?confirm=true")
