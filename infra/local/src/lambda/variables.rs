//! The environment variables of a function's process: Lambda's own and the template's, and nothing
//! of ours.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use super::{ACCOUNT, FunctionSpec, REGION};

/// The complete environment. Lambda: "Defined runtime environment variables", for a runtime that
/// is only an operating system.
pub(super) fn variables(
    function: &FunctionSpec,
    runtime_api: SocketAddr,
    log_stream: &str,
) -> BTreeMap<String, String> {
    let region = region(function);
    let own = [
        ("AWS_LAMBDA_RUNTIME_API", runtime_api.to_string()),
        ("AWS_LAMBDA_FUNCTION_NAME", function.name.clone()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", function.memory_mb.to_string()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{}", function.name)),
        ("AWS_LAMBDA_LOG_STREAM_NAME", log_stream.to_owned()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
        ("AWS_REGION", region.to_owned()),
        ("AWS_DEFAULT_REGION", region.to_owned()),
        ("AWS_ACCESS_KEY_ID", "local".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
        ("AWS_SESSION_TOKEN", "local".to_owned()),
        ("_HANDLER", "bootstrap".to_owned()),
        ("LANG", "en_US.UTF-8".to_owned()),
        ("PATH", "/usr/local/bin:/usr/bin:/bin".to_owned()),
        ("TZ", ":UTC".to_owned()),
    ];
    let own = own.into_iter().map(|(name, value)| (name.to_owned(), value));
    let given = function.environment.iter().map(|(name, value)| (name.clone(), value.clone()));
    own.chain(given).collect()
}

/// The function's ARN.
pub(super) fn arn(function: &FunctionSpec) -> String {
    format!("arn:aws:lambda:{}:{ACCOUNT}:function:{}", region(function), function.name)
}

/// Where the function believes to run.
pub(super) fn region(function: &FunctionSpec) -> &str {
    function.environment.get("AWS_REGION").map_or(REGION, String::as_str)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_templates_variables_win_over_lambdas() {
        let given = [("AWS_REGION", "eu-central-1"), ("CONVOKE_TABLE", "convoke")];
        let function = FunctionSpec {
            name: "meeting-sync".to_owned(),
            program: "bootstrap".into(),
            timeout: Duration::from_secs(30),
            memory_mb: 256,
            environment: given.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            concurrency: 1,
            gates: None,
        };
        let variables = variables(&function, ([127, 0, 0, 1], 9001).into(), "stream");
        assert_eq!(variables["AWS_LAMBDA_RUNTIME_API"], "127.0.0.1:9001");
        assert_eq!(variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"], "256");
        assert_eq!(variables["AWS_REGION"], "eu-central-1");
        assert_eq!(variables["CONVOKE_TABLE"], "convoke");
        let arn = arn(&function);
        assert_eq!(arn, "arn:aws:lambda:eu-central-1:123456789012:function:meeting-sync");
    }
}
