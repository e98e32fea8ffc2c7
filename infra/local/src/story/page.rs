//! What to try once the stack serves.

use crate::stack::Addresses;

/// A page of lines for the shell.
#[must_use]
pub fn page(addresses: &Addresses) -> String {
    let Addresses { api, sim, .. } = addresses;
    let tenant = super::booking::TENANT;
    let secret = super::booking::HOOK_SECRET;
    let company = super::onboarding::TENANT;
    let colleague = super::onboarding::STAYS;
    format!(
        r#"Things to try (TOKEN is the operator token printed at start):

  # Book, as Cal.com would: sign the body with the hook's secret
  BODY=$(sed "s/hoitola-ensikaynti-1/mine-1/" events/inbound-webhook/calcom-booking-created.json)
  SIG=$(printf '%s' "$BODY" | openssl dgst -sha256 -hmac {secret} | sed 's/^.* //')
  curl -s {api}/v1/hooks/{tenant}/calcom \
    -H 'content-type: application/json' -H "x-cal-signature-256: $SIG" -d "$BODY"

  # See what became of it
  curl -s {api}/v1/tenants/{tenant}/sessions/calcom/mine-1 -H "authorization: Bearer $TOKEN"

  # What Zoom holds, and what it was asked
  curl -s '{sim}/_sim/state?provider=zoom'
  curl -s '{sim}/_sim/requests?provider=zoom'

  # The mails
  curl -s '{sim}/_sim/state?provider=mail'

  # Make Zoom fail five times, then book again
  curl -s {sim}/_sim/faults -H 'content-type: application/json' \
    -d '{{"provider":"zoom","method":"POST","path":"/users/*/meetings","times":5,"status":503}}'

  # A new colleague's plan: stages, steps, meetings
  ID=$(curl -s {api}/v1/tenants/{company}/enrolments -H "authorization: Bearer $TOKEN" |
    grep -o '{colleague}-[0-9]*' | tail -n 1)
  curl -s {api}/v1/tenants/{company}/enrolments/$ID -H "authorization: Bearer $TOKEN"

  # Start the meeting of one of its steps, now; then see what people said of meetings
  curl -s -X POST {api}/v1/tenants/{company}/enrolments/$ID/steps/weekly/start \
    -H "authorization: Bearer $TOKEN"
  curl -s {api}/v1/tenants/{company}/feedback -H "authorization: Bearer $TOKEN"

  # How ready the tenant is, and what everything has cost so far
  curl -s {api}/v1/tenants/{tenant}/readiness -H "authorization: Bearer $TOKEN"
  curl -s {api}/_local/usage

  # Every call there is
  curl -s {api}/v1/openapi.json
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each command can be pasted as it stands: a line goes on after one backslash, and after two it doesn't.
    #[test]
    fn commands_can_be_pasted() {
        let addresses = Addresses {
            api: "http://api".to_owned(),
            sim: "http://sim".to_owned(),
            aws: "http://aws".to_owned(),
        };
        let page = page(&addresses);
        let going_on: Vec<_> = page.lines().filter(|line| line.ends_with('\\')).collect();
        assert_eq!(going_on.len(), 3, "{page}");
        assert!(going_on.iter().all(|line| !line.ends_with("\\\\")), "{page}");
    }
}
