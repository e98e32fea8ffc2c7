//! Around the measured function: the local stack's own AWS and Zoom, asked over TLS, and one tenant that
//! was set up through the API. What they cost is not the function's, so it is not counted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use convoke_local::aws::{Caller, Usage};
use convoke_local::lambda::FunctionSpec;
use convoke_local::stack::{Messages, Stack, StackOptions};
use convoke_local::workshop::Profile;
use convoke_tests::live::Client;

use crate::authority::Authority;
use crate::error::BenchError;
use crate::events::{self, TENANT};
use crate::front::Front;
use crate::process::{Program, Ran, Tool};
use crate::weight::{HELLO, build_hello};

/// How long functions keep settings, in seconds: as deployed.
const CONFIG_TTL_S: &str = "60";

/// Everything that is needed to measure a function.
pub struct World {
    stack: Stack,
    authority: Authority,
    fronts: [Front; 2],
    hello: FunctionSpec,
    folder: PathBuf,
}

/// What a process did, and how often it asked.
pub struct Work {
    /// What it did.
    pub ran: Ran,
    /// Its calls of AWS.
    pub aws_calls: u64,
    /// Its calls of vendors.
    pub vendor_calls: u64,
}

impl World {
    /// Builds everything in release and sets it up; what tools write goes into `folder`.
    ///
    /// # Errors
    /// When something can't be built or started.
    pub async fn start(folder: &Path) -> Result<Self, BenchError> {
        std::fs::create_dir_all(folder).map_err(BenchError::file(folder))?;
        let keeps = ("CONVOKE_CONFIG_TTL_S".to_owned(), CONFIG_TTL_S.to_owned());
        let options = StackOptions {
            profile: Profile::Release,
            ticks: false,
            messages: Messages::Left,
            environment: BTreeMap::from([keeps]),
            ..StackOptions::default()
        };
        let stack = Stack::start(options).await?;
        let hello = hello(build_hello().await?);
        Client::of(&stack, TENANT).set_up().await;
        let authority = Authority::establish(folder)?;
        let addresses = stack.addresses();
        let fronts = [
            Front::open(&addresses.aws, stack.aws().router(), &authority.server).await?,
            Front::open(&addresses.sim, stack.sims().router(), &authority.server).await?,
        ];
        Ok(Self { stack, authority, fronts, hello, folder: folder.to_owned() })
    }

    /// The functions' names, in their order.
    pub fn functions(&self) -> Vec<String> {
        self.stack.lambda().functions().map(str::to_owned).collect()
    }

    /// A function, or hello.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn function(&self, name: &str) -> Result<&FunctionSpec, BenchError> {
        let found =
            if name == HELLO { Some(&self.hello) } else { self.stack.lambda().function(name) };
        found.ok_or_else(|| BenchError::function(name, "there is no such function"))
    }

    /// Has a new process of a function work `count` events.
    ///
    /// # Errors
    /// When it does not, or not well.
    pub async fn work(&self, name: &str, tool: Tool, count: u32) -> Result<Work, BenchError> {
        let function = self.function(name)?;
        let events = events::of(name);
        let events = events.ok_or_else(|| BenchError::function(name, "it has no event here"))?;
        let variables = |api| {
            let mut variables = function.variables(api, "bench");
            self.fronts.iter().for_each(|front| front.redirect(&mut variables));
            if count > 0 {
                // A start without it is the deployed one: nothing is read from the machine.
                let file = self.authority.file.display().to_string();
                variables.insert("CONVOKE_EXTRA_ROOTS".to_owned(), file);
            }
            variables
        };
        let program = Program { name, path: &function.program, variables: &variables, events };
        let before = self.calls();
        let ran = program.run(tool, count, &self.folder).await?;
        let after = self.calls();
        if let Some(ill) = ran.answers.iter().find(|answer| !events::is_well(answer)) {
            let answer = String::from_utf8_lossy(ill);
            return Err(BenchError::function(name, format!("it answered {answer}")));
        }
        Ok(Work { ran, aws_calls: after.0 - before.0, vendor_calls: after.1 - before.1 })
    }

    /// Calls of AWS and of vendors so far. SES counts as AWS, and its simulated inbox not as a vendor.
    fn calls(&self) -> (u64, u64) {
        let vendors = self.stack.sims().requests(Some("zoom")).len();
        (aws_calls(&self.stack.aws().usage()), vendors.try_into().unwrap_or(u64::MAX))
    }

    /// Ends everything.
    ///
    /// # Errors
    /// As the stack's own end.
    pub async fn stop(self) -> Result<(), BenchError> {
        Ok(self.stack.stop().await?)
    }
}

fn aws_calls(usage: &Usage) -> u64 {
    let ours = usage.calls.iter().filter(|call| call.caller == Caller::Functions);
    ours.map(|call| call.count).sum()
}

/// Hello as a function.
fn hello(program: PathBuf) -> FunctionSpec {
    FunctionSpec {
        name: HELLO.to_owned(),
        program,
        timeout: std::time::Duration::from_secs(30),
        memory_mb: 256,
        environment: BTreeMap::new(),
        concurrency: 1,
        gates: None,
    }
}
