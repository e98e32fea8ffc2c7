//! Setting the tenant up: its people, its service, and its way into the venue.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use convoke::app::configs::Fresh;
use convoke::app::consent::{self, End, Returned};
use convoke::domain::config::{Connection, Credentials, Link, LinkOrigin, Source, Whose};
use convoke::domain::ids::Secret;
use convoke::domain::settings::{Calendar, Password, Person, Service, Tenant, Video};
use convoke::store::SettingItem;
use convoke::vault::Place;
use serde_json::Value;

use super::cast::{HOSTS, Host, SECRET, SERVICE, SOURCE, TENANT, TOPIC};
use super::error::SimulationError;
use super::venue::{Terms, Venue};
use super::world::{TABLE, World};
use crate::sim::Query;

/// What setting a tenant up came to.
#[derive(Clone)]
struct Written {
    /// What the table has of it.
    items: Vec<Value>,
    /// All that the venue's simulator holds since, where hosts have let the application in.
    vendor: Option<Value>,
}

impl World {
    /// Sets the tenant up as for the booking product, with Zoom.
    ///
    /// # Errors
    /// When the table refuses it.
    pub async fn furnish(&self, password: bool) -> Result<(), SimulationError> {
        self.furnish_for(Terms { venue: Venue::Zoom, password }).await
    }

    /// Writing the settings anew for each of many thousand worlds would take longer than most runs, so
    /// they are written once, in a world apart, and kept as the table has them: whichever world is the
    /// first is like all others.
    pub(super) async fn furnish_for(&self, terms: Terms) -> Result<(), SimulationError> {
        static WRITTEN: Mutex<BTreeMap<Terms, Written>> = Mutex::new(BTreeMap::new());
        let kept = || WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
        let written = kept().get(&terms).cloned();
        let written = match written {
            Some(written) => written,
            None => Box::pin(Self::new(0).await?.written(terms)).await?,
        };
        self.aws.load(TABLE, &written.items)?;
        if let Some(vendor) = &written.vendor {
            self.watch.hide(tokens(vendor));
            self.sims.restore(terms.venue.provider().name(), vendor.clone())?;
        }
        kept().insert(terms, written);
        Ok(())
    }

    async fn written(&self, terms: Terms) -> Result<Written, SimulationError> {
        for item in self.settings(terms).await? {
            self.put(item).await?;
        }
        let mut items = Vec::new();
        let mut vendor = None;
        if terms.venue.asks_hosts() {
            for host in HOSTS {
                self.let_in(terms.venue, host).await?;
            }
            items = self.aws.peek(TABLE, &format!("{TENANT}#grants"));
            vendor = self.sims.snapshot(terms.venue.provider().name()).ok();
        }
        items.extend(self.aws.peek(TABLE, &format!("{TENANT}#config")));
        Ok(Written { items, vendor })
    }

    async fn settings(&self, terms: Terms) -> Result<Vec<SettingItem>, SimulationError> {
        let venue = terms.venue;
        let tenant = Tenant {
            name: "Hoitola Aalto".to_owned(),
            time_zone: "Europe/Helsinki".to_owned(),
            locale: "en".to_owned(),
            calendar: Calendar { kind: venue.calendar() },
            ..Tenant::default()
        };
        let profile = convoke::domain::profile::named("booking-video");
        let profile = profile.ok_or_else(|| impossible("no booking profile"))?;
        let subscriptions =
            profile.subscriptions.into_iter().map(|(id, it)| SettingItem::Subscription(id, it));
        let mut settings = vec![SettingItem::Tenant(tenant), service(true, terms)];
        settings.extend(subscriptions);
        for host in HOSTS {
            settings.push(person(host));
            settings.extend((venue == Venue::Zoom).then(|| link(host)));
        }
        settings.push(SettingItem::Source(SOURCE.to_owned(), self.source().await?));
        let connection = self.connection(venue).await?;
        let name = venue.provider().name().to_owned();
        settings.extend(connection.map(|it| SettingItem::Connection(name, None, it)));
        Ok(settings)
    }

    async fn source(&self) -> Result<Source, SimulationError> {
        let item = format!("source#{SOURCE}");
        let place = Place { tenant: TENANT, item: &item, field: "secret" };
        let secret = self.app.vault.seal(place, &Secret::new(SECRET)).await?;
        Ok(Source { kind: "standard".to_owned(), secret })
    }

    /// The tenant's own connection, where it has one.
    async fn connection(&self, venue: Venue) -> Result<Option<Connection>, SimulationError> {
        match venue {
            Venue::Zoom => self.zoom_connection(TENANT).await.map(Some),
            Venue::Google => self.service_account().await.map(Some),
            Venue::Microsoft => self.application().await.map(Some),
            Venue::MicrosoftAlone | Venue::Goto | Venue::Jitsi => Ok(None),
        }
    }

    /// The simulated Zoom's own credentials as a tenant's connection, sealed for that tenant.
    ///
    /// # Errors
    /// When the key ring can't be read.
    pub async fn zoom_connection(&self, tenant: &str) -> Result<Connection, SimulationError> {
        let place = Place { tenant, item: "connection#zoom", field: "client_secret" };
        let secret = Secret::new("secret-demo");
        let by = Credentials::S2s {
            account_id: "acc-demo".to_owned(),
            client_id: "client-demo".to_owned(),
            client_secret: self.app.vault.seal(place, &secret).await?,
        };
        Ok(Connection::new(by, "c1".to_owned(), None))
    }

    /// The simulated Google's service account, with its key file as an administrator pastes it.
    async fn service_account(&self) -> Result<Connection, SimulationError> {
        let key = self.state("google")["service_account_key"].take();
        let place = Place { tenant: TENANT, item: "connection#google", field: "key" };
        let by = Credentials::ServiceAccount {
            client_email: text(&key, "client_email"),
            key: self.app.vault.seal(place, &Secret::new(key.to_string())).await?,
            folder: None,
        };
        Ok(Connection::new(by, "c1".to_owned(), None))
    }

    /// The application that the company has of its own at the simulated Microsoft.
    async fn application(&self) -> Result<Connection, SimulationError> {
        let app = self.state("microsoft")["app"].take();
        let place = Place { tenant: TENANT, item: "connection#microsoft", field: "client_secret" };
        let secret = Secret::new(text(&app, "client_secret"));
        let by = Credentials::App {
            tenant_id: text(&app, "tenant_id"),
            client_id: text(&app, "client_id"),
            client_secret: self.app.vault.seal(place, &secret).await?,
        };
        Ok(Connection::new(by, "c1".to_owned(), None))
    }

    /// A host signs in at the venue and lets the deployment's application in.
    async fn let_in(&self, venue: Venue, host: Host) -> Result<(), SimulationError> {
        let provider = venue.provider().name();
        let config = self.app.configs.of(TENANT, Fresh::Now).await?;
        let whose = Whose::persons(provider, host.person);
        let url = consent::begin(&self.app, &config, whose, None).await;
        let url = url.map_err(|why| impossible(&format!("no consent: {why:?}")))?;
        let returned = self.browse(&url).await.ok_or_else(|| impossible("no way back"))?;
        let landing = consent::finish(&self.app, provider, &returned).await?;
        if landing.end == End::Connected {
            Ok(())
        } else {
            Err(impossible(&format!("{} is not let in: {:?}", host.person, landing.end)))
        }
    }

    /// What a browser brings back from a consent page, where everybody agrees at once.
    async fn browse(&self, url: &str) -> Option<Returned> {
        let request = http::Request::get(url).body(Bytes::new()).ok()?;
        let page = self.sims.call(request).await.ok()?;
        let back = page.headers().get(http::header::LOCATION)?.to_str().ok()?;
        let query = Query::parse(back.split_once('?')?.1);
        Some(Returned {
            state: query.get("state")?.to_owned(),
            code: Some(Secret::new(query.get("code")?)),
            ..Returned::default()
        })
    }
}

fn impossible(why: &str) -> SimulationError {
    SimulationError::Impossible(why.to_owned())
}

fn text(object: &Value, name: &str) -> String {
    object[name].as_str().unwrap_or_default().to_owned()
}

/// Every token that a simulator has given, as it keeps them.
fn tokens(vendor: &Value) -> Vec<String> {
    let kinds = ["access", "refresh"].into_iter().filter_map(|it| vendor["grants"][it].as_object());
    kinds.flat_map(|tokens| tokens.keys().cloned()).collect()
}

/// The bookable service, with or without video.
pub(super) fn service(enabled: bool, terms: Terms) -> SettingItem {
    let video = Video { enabled, provider: terms.venue.provider(), ..Video::default() };
    let password = Password { random: terms.password };
    let service = Service { name: TOPIC.to_owned(), video, password, ..Service::default() };
    SettingItem::Service(SERVICE.to_owned(), service)
}

fn person(host: Host) -> SettingItem {
    let person = Person {
        name: host.person.to_owned(),
        emails: vec![host.email.to_owned()],
        ..Person::default()
    };
    SettingItem::Person(host.person.to_owned(), person)
}

/// A host's user at Zoom.
pub(super) fn link(host: Host) -> SettingItem {
    let link =
        Link { external_id: host.user.to_owned(), origin: LinkOrigin::Manual, by: None, at: None };
    SettingItem::Link("zoom".to_owned(), host.person.to_owned(), link)
}
