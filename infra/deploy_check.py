"""What infra/deploy-check does once everything is built: zips, deploys, plays, looks, takes down."""

import argparse
import contextlib
import json
import os
import pathlib
import platform
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

import boto3

import deploy_calls

STACK = "convoke"
MAIL_FROM = "meetings@convoke.example"
TEMPLATE = pathlib.Path(__file__).with_name("template.yaml")
COMPLAINT = re.compile(r'"level":"ERROR"|AccessDenied|panicked|Task timed out')
BEGUN = time.monotonic()

# Where the emulator is not like AWS, and the template, which is written for AWS, is changed for it.
DEVIATIONS = [
    # `Ref` of a secret is its ARN, here it is its name, which no policy matches. `Id` is the ARN on both.
    (r"!Ref (\w+Secret)\b", r"!GetAtt \1.Id"),
    # Whoever may send a message may send several in one request; here that has a name of its own.
    (r"sqs:SendMessage\b", "sqs:SendMessage*"),
    # A parameter that is a number arrives as a text here.
    (r"MaximumConcurrency: !Ref \w+", "MaximumConcurrency: 10"),
    # Alarms over the sum of several metrics are not known here.
    (r"  FunctionErrorsAlarm:.+?(?=  Dashboard:)", ""),
    # Mail is sent as an identity and from an address; here it is sent as nobody in particular.
    (
        r"(Sid: SendMail\s+Effect: Allow\s+Action: [^\n]+\s+)Resource:.+?'ses:FromAddress'[^\n]+",
        r"\1Resource: '*'",
    ),
]


def say(line):
    print(f"{time.monotonic() - BEGUN:6.1f} s  {line}", flush=True)


def until(what, look, seconds=90):
    """What `look` finds, once it finds something."""
    end = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > end:
            sys.exit(f"{what}: not within {seconds} s")
        time.sleep(0.2)
    return found


def expect(holds, what):
    if not holds:
        sys.exit(f"not as it should be: {what}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(*command, **options):
    """A process of ours, ended by its id whatever happens."""
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def answers(url):
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read()


class Aws:
    """Clients of the emulator, as the account's root."""

    def __init__(self, url):
        self.url = url
        self.session = boto3.Session("test", "test", region_name="us-east-1")

    def __getattr__(self, service):
        # `lambda` is no name in Python.
        return self.session.client(service.removeprefix("aws"), endpoint_url=self.url)


def emulator_environment(port, place):
    # The functions get this environment as well, so nothing of ours goes in that they could live on.
    return {
        "PATH": os.environ["PATH"],
        "TMPDIR": place,
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        # Where functions find AWS; Lambda's own environment has no such variable.
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        # Signatures are checked, and a function may do what its own role allows and nothing else.
        "AUTH": "true",
        # Listeners of services that aren't used here.
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
    }


def package(aws, binaries):
    """As `sam package` does: each function's zip goes to S3, and so does the template, which says where."""
    aws.s3.create_bucket(Bucket="deployment")

    def uploaded(found):
        name = found[1]
        with tempfile.NamedTemporaryFile(suffix=".zip") as file:
            with zipfile.ZipFile(file.name, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(binaries / name, "bootstrap")
            aws.s3.upload_file(file.name, "deployment", f"{name}.zip")
            say(f"  {name}.zip, {os.path.getsize(file.name) / 1e6:.2f} MB")
        return f"CodeUri: s3://deployment/{name}.zip"

    text = re.sub(r"CodeUri: \.\./functions/(\S+)", uploaded, TEMPLATE.read_text())
    for pattern, here in DEVIATIONS:
        text, times = re.subn(pattern, here, text, flags=re.DOTALL)
        if not times:
            sys.exit(f"the template has no {pattern}; is the deviation still needed?")
    aws.s3.put_object(Bucket="deployment", Key="template.yaml", Body=text.encode())
    return f"{aws.url}/deployment/template.yaml"


def deploy(aws, template, sims):
    """Creates the stack and returns its outputs."""
    parameters = {
        "Architecture": "x86_64" if platform.machine() == "x86_64" else "arm64",
        "MailFrom": MAIL_FROM,
        "ConfigTtlSeconds": "1",
        "ZoomApiUrl": f"{sims}/zoom/v2",
        "ZoomTokenUrl": f"{sims}/zoom/oauth/token",
        "ZoomAuthorizeUrl": f"{sims}/zoom/oauth/authorize",
        "DriveApiUrl": f"{sims}/drive",
        "DriveTokenUrl": f"{sims}/drive/token",
        "DriveAuthorizeUrl": f"{sims}/drive/o/oauth2/v2/auth",
        "SlackApiUrl": f"{sims}/slack/api",
        "SlackTokenUrl": f"{sims}/slack/api/oauth.v2.access",
        "SlackAuthorizeUrl": f"{sims}/slack/oauth/v2/authorize",
        "MediaApiUrl": f"{sims}/media",
        "HrmosApiUrl": f"{sims}/hrmos",
    }
    cloudformation = aws.cloudformation
    cloudformation.create_stack(
        StackName=STACK,
        TemplateURL=template,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
    )
    if (end := settled(cloudformation)) != "CREATE_COMPLETE":
        for event in cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]:
            if "FAILED" in event["ResourceStatus"]:
                print(event["LogicalResourceId"], event.get("ResourceStatusReason"))
        sys.exit(f"the stack ended as {end}")
    stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    return {it["OutputKey"]: it["OutputValue"] for it in stack["Outputs"]}


def settled(cloudformation):
    def look():
        stacks = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
        return None if stacks[0]["StackStatus"].endswith("_IN_PROGRESS") else stacks[0]["StackStatus"]

    return until("the stack", look)


def functions():
    """The functions' names, which are their packages', binaries' and log groups'."""
    return re.findall(r"CodeUri: \.\./functions/(\S+)", TEMPLATE.read_text())


def waiting(aws):
    """How many messages lie in any queue, dead-letter queues included."""
    kinds = [f"ApproximateNumberOfMessages{kind}" for kind in ("", "NotVisible", "Delayed")]
    urls = aws.sqs.list_queues()["QueueUrls"]
    counts = [aws.sqs.get_queue_attributes(QueueUrl=it, AttributeNames=kinds) for it in urls]
    return sum(int(number) for count in counts for number in count["Attributes"].values())


def logged(aws, function, beginning=""):
    """The lines of a function's log that begin so."""
    events = aws.logs.filter_log_events(logGroupName=f"/{STACK}/{function}")["events"]
    return [event["message"] for event in events if event["message"].startswith(beginning)]


def take_down(aws, table):
    """Deletes the stack and looks at what is left: the table and the key ring, on purpose."""
    aws.cloudformation.delete_stack(StackName=STACK)
    until("the end of the stack", lambda: gone(aws.cloudformation))
    left = {
        "functions": [it["FunctionName"] for it in aws.awslambda.list_functions()["Functions"]],
        "queues": aws.sqs.list_queues().get("QueueUrls", []),
        "APIs": aws.apigatewayv2.get_apis()["Items"],
        "rules": aws.events.list_rules()["Rules"],
        "log groups": aws.logs.describe_log_groups()["logGroups"],
        "tables": aws.dynamodb.list_tables()["TableNames"],
        "secrets": [it["Name"] for it in aws.secretsmanager.list_secrets()["SecretList"]],
    }
    expect(left.pop("tables") == [table], "the table outlives the stack, and no other is there")
    expect(left.pop("secrets") == [f"{STACK}/keyring"], "the key ring alone outlives the stack")
    expect(not any(left.values()), f"what the stack leaves behind: {left}")
    say("deleted: the table and the key ring alone are left")


def wait_for_interrupt():
    with contextlib.suppress(KeyboardInterrupt):
        signal.pause()


def gone(cloudformation):
    try:
        stacks = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
    except cloudformation.exceptions.ClientError:
        return True  # A stack that is gone can't be described.
    expect(stacks[0]["StackStatus"] != "DELETE_FAILED", "the stack can be deleted")
    return False


def main():
    # A supervisor's signal ends as Ctrl-C does, so that everything is taken down.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = argparse.ArgumentParser()
    for name in ("binaries", "local", "ministack"):
        options.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options.add_argument("--stay", action="store_true")
    options = options.parse_args()
    with contextlib.ExitStack() as ends:
        place = ends.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        local = ends.enter_context(
            running(options.local, "simulators", "--sim-port", "0", stdout=subprocess.PIPE, text=True)
        )
        sims = local.stdout.readline().split()[1]
        port = free_port()
        log = ends.enter_context(open(os.path.join(place, "ministack.log"), "w"))
        environment = emulator_environment(port, place)
        ends.enter_context(running(options.ministack, env=environment, stdout=log, stderr=log))
        aws = Aws(environment["AWS_ENDPOINT_URL"])
        try:
            until("the emulator", lambda: answers(f"{aws.url}/_ministack/health"))
            say(f"emulator {aws.url}, simulators {sims}")
            check(aws, options, sims)
        except BaseException:
            print(pathlib.Path(log.name).read_text()[-20000:], file=sys.stderr)
            raise


def check(aws, options, sims):
    aws.sesv2.create_email_identity(EmailIdentity=MAIL_FROM)
    aws.sesv2.put_account_details(
        MailType="TRANSACTIONAL", WebsiteURL="https://convoke.example", ProductionAccessEnabled=True
    )
    outputs = deploy(aws, package(aws, options.binaries), sims)
    operator = aws.secretsmanager.get_secret_value(SecretId=outputs["OperatorSecretArn"])
    token = json.loads(operator["SecretString"])["token"]
    # The API's own name is below .localhost, which not every machine resolves.
    api = f"{aws.url}/_aws/execute-api/{outputs['ApiUrl'].split('//')[1].split('.')[0]}/$default"
    say(f"deployed: API {api}, table {outputs['TableName']}")
    deployed = deploy_calls.Deployed(api, token)
    workspace = deploy_calls.Workspace(sims, deployed)
    zoom = deploy_calls.Zoom(sims, deployed)
    apps = json.dumps({"slack": workspace.app(), "zoom": zoom.app()})
    aws.secretsmanager.put_secret_value(SecretId=f"{STACK}/provider-apps", SecretString=apps)
    story = [options.local, "story", "--api", api, "--sims", sims]
    story += ["--mails", f"{aws.url}/_ministack/ses/messages"]
    subprocess.run(story, check=True, env=os.environ | {"CONVOKE_OPERATOR_TOKEN": token})
    say("played; now what it leaves out")
    leave_nothing_out(aws, deployed)
    deploy_calls.chat(deployed, workspace)
    deploy_calls.meetings(zoom)
    deploy_calls.applicants(deployed, lambda at: ticked(aws, at))
    say("called; waiting for empty queues and the clock's first minute")
    until("empty queues", lambda: waiting(aws) == 0)
    until("a tick by the schedule", lambda: len(logged(aws, "clock", "START")) > 1)
    for name in functions():
        expect(logged(aws, name, "START"), f"{name} was never invoked")
        bad = [line for line in logged(aws, name) if COMPLAINT.search(line)]
        expect(not bad, f"{name} complains: {bad}")
    if options.stay:
        say(f"staying until Ctrl-C: AWS_ENDPOINT_URL={aws.url} API={api}/v1, credentials test and test")
        wait_for_interrupt()
    take_down(aws, outputs["TableName"])


def ticked(aws, at):
    names = [it["FunctionName"] for it in aws.awslambda.list_functions()["Functions"]]
    clock = next(name for name in names if "-Clock-" in name)
    answer = aws.awslambda.invoke(FunctionName=clock, Payload=json.dumps({"time": at}))
    return json.loads(answer["Payload"].read())


def leave_nothing_out(aws, api):
    def tick(at):
        return ticked(aws, at)

    deploy_calls.settings(api)
    aws.sesv2.delete_email_identity(EmailIdentity=MAIL_FROM)
    deploy_calls.blocked_and_woken(api, tick)
    for _ in deploy_calls.failed_and_redriven(api):
        aws.sesv2.create_email_identity(EmailIdentity=MAIL_FROM)


if __name__ == "__main__":
    main()
