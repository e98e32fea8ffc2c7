//! stub
use super::App;
use crate::domain::fault::Fault;
pub async fn wake(_app: &App, _tenant: &str, _key: &str, _trace: &str) -> Result<(), Fault> {
    Ok(())
}
