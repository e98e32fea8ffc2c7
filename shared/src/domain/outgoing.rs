//! Messages on their way out, as far as the record of each needs to know them.

use serde::{Deserialize, Serialize};

use super::dispatch::Dispatch;
use super::event::Delivery;
use super::ids::SessionKey;

/// A message that may be sent again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Order {
    /// A mail about a session.
    Delivery(Box<Delivery>),
    /// Anything else.
    Dispatch(Box<Dispatch>),
}

impl Order {
    /// What it is about, as people read it.
    fn outgoing(&self) -> &dyn Outgoing {
        match self {
            Self::Delivery(delivery) => &**delivery,
            Self::Dispatch(dispatch) => &**dispatch,
        }
    }
}

/// A message on its way out, as far as its record needs to know it.
pub trait Outgoing: Sync {
    /// What it lies beside.
    fn home(&self) -> SessionKey;
    /// Its id there.
    fn id(&self) -> &str;
    /// The event's type, as the recipient is told.
    fn event(&self) -> &str;
    /// The subscription.
    fn subscription(&self) -> &str;
    /// The address.
    fn recipient(&self) -> &str;
    /// By which way.
    fn channel(&self) -> &'static str;
    /// The whole of it.
    fn order(&self) -> Order;
}

impl Outgoing for Delivery {
    fn home(&self) -> SessionKey {
        self.event.key.clone()
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn event(&self) -> &str {
        self.tells.name()
    }

    fn subscription(&self) -> &str {
        &self.subscription
    }

    fn recipient(&self) -> &str {
        &self.recipient.email
    }

    fn channel(&self) -> &'static str {
        "email"
    }

    fn order(&self) -> Order {
        Order::Delivery(Box::new(self.clone()))
    }
}

impl Outgoing for Dispatch {
    fn home(&self) -> SessionKey {
        self.home()
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn event(&self) -> &str {
        self.kind()
    }

    fn subscription(&self) -> &str {
        &self.subscription
    }

    fn recipient(&self) -> &str {
        self.to.address()
    }

    fn channel(&self) -> &'static str {
        self.to.channel()
    }

    fn order(&self) -> Order {
        Order::Dispatch(Box::new(self.clone()))
    }
}

impl Outgoing for Order {
    fn home(&self) -> SessionKey {
        self.outgoing().home()
    }

    fn id(&self) -> &str {
        self.outgoing().id()
    }

    fn event(&self) -> &str {
        self.outgoing().event()
    }

    fn subscription(&self) -> &str {
        self.outgoing().subscription()
    }

    fn recipient(&self) -> &str {
        self.outgoing().recipient()
    }

    fn channel(&self) -> &'static str {
        self.outgoing().channel()
    }

    fn order(&self) -> Order {
        self.clone()
    }
}
