"""What infra/deploy-check does once everything is built: zips, deploys, plays, looks, takes down."""

import argparse
import contextlib
import json
import os
import pathlib
import platform
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

import boto3

STACK = "convoke"
MAIL_FROM = "meetings@convoke.example"
TEMPLATE = pathlib.Path(__file__).with_name("template.yaml")
BEGUN = time.monotonic()

# Where the emulator is not like AWS, and the template, which is written for AWS, is changed for it.
DEVIATIONS = [
    # `Ref` of a secret is its ARN, here it is its name, which no policy matches. `Id` is the ARN on both.
    (r"!Ref (\w+Secret)\b", r"!GetAtt \1.Id"),
    # Whoever may send a message may send several in one request; here that has a name of its own.
    (r"sqs:SendMessage\b", "sqs:SendMessage*"),
    # Mail is sent as an identity and from an address; here it is sent as nobody in particular.
    (r"(Sid: SendMail\s+Effect: Allow\s+Action: [^\n]+\s+)Resource:.+?'ses:FromAddress'[^\n]+", r"\1Resource: '*'"),
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
        return self.session.client(service, endpoint_url=self.url)


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


def main():
    options = argparse.ArgumentParser()
    for name in ("binaries", "local", "ministack"):
        options.add_argument(f"--{name}", type=pathlib.Path, required=True)
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
    template = package(aws, options.binaries)
    outputs = deploy(aws, template, sims)
    say(f"deployed: {json.dumps(outputs)}")
    operator = aws.secretsmanager.get_secret_value(SecretId=outputs["OperatorSecretArn"])
    token = json.loads(operator["SecretString"])["token"]
    # The API's own name is below .localhost, which not every machine resolves.
    api = f"{aws.url}/_aws/execute-api/{outputs['ApiUrl'].split('//')[1].split('.')[0]}/$default"
    story = [options.local, "story", "--api", api, "--sims", sims]
    story += ["--mails", f"{aws.url}/_ministack/ses/messages"]
    subprocess.run(story, check=True, env=os.environ | {"CONVOKE_OPERATOR_TOKEN": token})
    say("played")


if __name__ == "__main__":
    main()
